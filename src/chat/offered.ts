import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';
import type { AnswerAction } from './answer-id.ts';

/** What is done by a button; the other actions are choices of a select. */
export type ButtonAction = Exclude<AnswerAction, Pick['action']>;

/** What stands on a button, on every platform. */
export const LABELS: Readonly<Record<ButtonAction, string>> = {
  toggle: 'QK / OV',
  deeper: 'Deeper',
  fork: 'Fork',
  rerun: 'Run again',
  json: 'JSON',
  stop: 'Stop',
};

/**
 * What can be asked of a finished answer, in the order it is shown. What was measured on a model is kept
 * and can be asked again; what a channel command or help said is read once and has no buttons.
 */
export function offered({ command, params, prompt, model }: Reply): ButtonAction[] {
  const isMeasured = model !== null;
  const fits: readonly (readonly [ButtonAction, boolean])[] = [
    ['toggle', 'mode' in params],
    ['deeper', 'depth' in params],
    ['fork', prompt.text !== '' && command !== FORK],
    ['rerun', isMeasured && command !== TALK],
    ['json', isMeasured],
  ];
  return fits.flatMap(([action, does]) => (does ? [action] : []));
}

/** The fork of a fork's prompt is that fork. */
const FORK = '.p/fork.attribution';
/** What answers plain words; no command that anybody types. They are said again, not run again. */
export const TALK = '.p/talk';
