import { likeness, oscillation } from '../analysis/collapse.ts';
import type { SamplingGuard } from '../engine/runner.ts';
import type { GuardSetting } from '../kernel/guard.ts';
import type { TokenId } from '../kernel/ids.ts';

/** What was said before, as far as a guard looks at it. */
export interface SaidBefore {
  /** How often in a row, now included, the model was fed what it had said last. */
  readonly depth: number;
  /** Its answers, oldest first. */
  readonly answers: readonly (readonly TokenId[])[];
}

/** A guard that watches between texts, and what it saw. */
export interface Between {
  /** Texts since it tripped, the one to be written included; 0 while it has not. */
  readonly since: number;
  readonly value: number;
}

/** Answers whose words `penalise` counts as written. */
const REMEMBERED = 6;

/** What a guard that looks from text to text has seen; undefined for one that watches a text while it is written. */
export function between(
  { trigger, threshold }: GuardSetting,
  { depth, answers }: SaidBefore,
): Between | undefined {
  if (trigger === 'recursive_depth')
    return { since: Math.max(0, Math.floor(depth - threshold) + 1), value: depth };
  if (trigger !== 'oscillation') return undefined;
  const first = answers.findIndex((_, i) => swing(answers, i) >= threshold);
  return first < 0
    ? { since: 0, value: swing(answers, answers.length - 1) }
    : { since: answers.length - first, value: swing(answers, first) };
}

function swing(answers: readonly (readonly TokenId[])[], i: number): number {
  const [now, before, earlier] = [answers[i], answers[i - 1], answers[i - 2]];
  if (now === undefined || before === undefined || earlier === undefined) return 0;
  return oscillation(likeness(now, earlier), likeness(now, before));
}

/** A channel's guard as the sampler takes it for the next text; `stop`: there is to be none. */
export function samplingGuard(guard: GuardSetting, said: SaidBefore): SamplingGuard | 'stop' | undefined {
  const { trigger, threshold, action } = guard;
  const seen = said.answers.slice(-REMEMBERED);
  if (trigger === 'repetition' || trigger === 'entropy') return { watch: trigger, threshold, action, seen };
  const { since } = between(guard, said) ?? { since: 0 };
  if (since === 0) return undefined;
  return action === 'stop' ? 'stop' : { watch: 'always', threshold, action, seen, level: since };
}
