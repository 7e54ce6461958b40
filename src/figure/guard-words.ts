import type { GuardsFinding } from '../analysis/guards-finding.ts';
import type { GuardAction, GuardSetting, Trigger } from '../kernel/guard.ts';

const WATCHED: Readonly<Record<Trigger, (threshold: number) => string>> = {
  recursive_depth: (threshold) => `being fed its own words ${threshold} times`,
  repetition: (threshold) => `repetition (seq-rep-4 ≥ ${threshold})`,
  entropy: (threshold) => `too much certainty (entropy ≤ ${threshold} nats)`,
  oscillation: (threshold) => `swinging between two texts (≥ ${threshold})`,
};

const DONE: Readonly<Record<GuardAction, string>> = {
  stop: 'ends the text',
  penalise: 'makes what was said less likely',
  widen: 'draws more widely',
};

/** What a guard watches, and from when on. */
export const watchedWords = ({ trigger, threshold }: GuardSetting): string => WATCHED[trigger](threshold);

/** A guard in a phrase. */
export const guardWords = (guard: GuardSetting): string =>
  `against ${WATCHED[guard.trigger](guard.threshold)}: ${DONE[guard.action]}`;

export const guardsWords = ({ guards, dropped }: GuardsFinding): string =>
  [
    ...(dropped.length > 0 ? [`Taken off: ${dropped.join(', ')}.`] : []),
    ...(guards.length === 0
      ? ['No guard is kept on this channel.']
      : [
          'Guards on this channel and its threads:',
          ...guards.map((guard) => `• ${guardWords(guard)} (${guard.by})`),
        ]),
    ...(guards.length > 0 ? ['.p/collapse.guard{off=all} takes them off.'] : []),
  ].join('\n');
