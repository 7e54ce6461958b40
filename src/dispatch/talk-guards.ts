import type { Finding } from '../analysis/findings.ts';
import type { SaidFinding, SaidGuard } from '../analysis/said-finding.ts';
import type { GuardTrip, SamplingGuard } from '../engine/runner.ts';
import type { GuardSetting } from '../kernel/guard.ts';
import type { Reply } from '../kernel/reply.ts';
import { between, type SaidBefore, samplingGuard } from './guarding.ts';

/** A channel's guards, as they stand before an answer. */
export interface TalkGuards {
  /** Those that the sampler takes, each with the setting that it comes from. */
  readonly watching: readonly { readonly setting: GuardSetting; readonly sampling: SamplingGuard }[];
  /** All of them, as far as is known before a word is written. */
  readonly before: readonly SaidGuard[];
  /** One of them lets nothing be said. */
  readonly stopped: boolean;
}

/** Guards over the next answer to plain words, from what was said in the thread. */
export function talkGuards(
  settings: readonly GuardSetting[],
  asked: string,
  turns: readonly Reply<Finding>[],
): TalkGuards {
  const said = saidBefore(asked, turns);
  const each = settings.map((setting) => ({ setting, sampling: samplingGuard(setting, said) }));
  return {
    watching: each.flatMap(({ setting, sampling }) =>
      sampling === undefined || sampling === 'stop' ? [] : [{ setting, sampling }],
    ),
    before: settings.map(({ trigger, threshold, action }) => {
      const seen = between({ trigger, threshold, action }, said);
      const tripped = seen !== undefined && seen.since > 0 ? { token: 0, value: seen.value } : null;
      return { trigger, threshold, action, tripped };
    }),
    stopped: each.some(({ sampling }) => sampling === 'stop'),
  };
}

/** With what the sampler saw while it wrote. */
export const afterwards = (
  { before, watching }: TalkGuards,
  trips: readonly (GuardTrip | null)[],
): SaidGuard[] =>
  before.map((guard) => {
    const trip = trips[watching.findIndex(({ setting }) => setting.trigger === guard.trigger)];
    return guard.tripped !== null || trip === null || trip === undefined
      ? guard
      : { ...guard, tripped: { token: trip.token, value: trip.value } };
  });

/** Its last answers, and how often in a row, now included, it was told just what it had said. */
function saidBefore(asked: string, turns: readonly Reply<Finding>[]): SaidBefore {
  const said = turns.flatMap(({ findings }) => findings.filter(isSaid));
  const heard = [...said.map((each) => each.asked), asked];
  const fed = heard.map(
    (words, i) => i > 0 && words.trim() !== '' && words.trim() === said[i - 1]?.text.trim(),
  );
  const last = fed.lastIndexOf(false);
  return {
    depth: fed.length - 1 - last,
    answers: said.map(({ tokens }) => tokens.map(({ id }) => id)),
  };
}

const isSaid = (finding: Finding): finding is SaidFinding => finding.kind === 'said';
