import type { Pick } from '../../kernel/pick.ts';
import type { Reply } from '../../kernel/reply.ts';
import { writeAnswerId } from '../answer-id.ts';
import { type ButtonAction, LABELS, offered } from '../offered.ts';
import { BUTTON, COMPONENT } from './api.ts';
import { shown } from './escape.ts';
import { cut } from './fitted.ts';
import { LIMITS } from './limits.ts';
import { type Button, type Row, rowsOf } from './message.ts';

/** Whose controls they are; an id is worth nothing elsewhere. */
export interface Owner {
  /** Id of the event that is answered. */
  readonly turn: string;
  /** Where the answer stands: the thread's id in a thread. */
  readonly channel: string;
  readonly key: Uint8Array;
}

/** What can be asked of a finished answer. */
export const controlsOf = (reply: Reply, picks: readonly Pick[], owner: Owner): Row[] => [
  ...rowsOf(offered(reply).map((action) => button(action, owner))),
  ...selectRow(picks, owner),
];

/** While a turn waits or runs. */
export const stopControl = (owner: Owner): Row[] => rowsOf([button('stop', owner)]);

const button = (action: ButtonAction, { turn, channel, key }: Owner): Button => ({
  type: COMPONENT.button,
  style: action === 'stop' ? BUTTON.danger : BUTTON.secondary,
  label: LABELS[action],
  custom_id: writeAnswerId({ action, turn }, channel, key),
});

/** Labels of a select are plain text: nothing formats there, but what is invisible must be shown. */
function selectRow(picks: readonly Pick[], { turn, channel, key }: Owner): Row[] {
  const options = picks.map(({ action, argument, label, note }) => ({
    label: labelOf(label, argument),
    value: writeAnswerId({ action, turn, argument }, channel, key),
    ...(note === undefined || note === '' ? {} : { description: labelOf(note, argument) }),
  }));
  const distinct = options.filter(
    ({ value }, i) => options.findIndex((other) => other.value === value) === i,
  );
  if (distinct.length === 0) return [];
  const select = {
    type: COMPONENT.select,
    custom_id: writeAnswerId({ action: 'head', turn }, channel, key),
    placeholder: placeholderOf(picks),
    min_values: 1,
    max_values: 1,
    options: distinct.slice(0, LIMITS.choices),
  } as const;
  return [{ type: COMPONENT.row, components: [select] }];
}

const placeholderOf = (picks: readonly Pick[]): string =>
  picks.some(({ action }) => action === 'word')
    ? 'Why this word? Or a token that was read'
    : 'A head or a token of the picture';

function labelOf(text: string, otherwise: string): string {
  const plain = shown(text).replaceAll('\n', '⏎').trim();
  return cut(plain === '' ? otherwise : plain, LIMITS.label);
}
