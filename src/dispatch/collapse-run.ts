import type { GuardedRun, Trip } from '../analysis/trajectory-finding.ts';
import type { SamplingGuard } from '../engine/runner.ts';
import type { GuardSetting } from '../kernel/guard.ts';
import type { Ask } from './command.ts';
import { between, type SaidBefore, samplingGuard } from './guarding.ts';
import { type Fed, type Feeding, selfFeed } from './self-feeding.ts';

/** Tokens of an answer, and how they are drawn: warm enough that two seeds differ. */
export const FED = { maxTokens: 24, temperature: 0.7 } as const;

/** What happened first, and the pass from which the guard acts. */
export interface Event extends Trip {
  readonly acts: number;
}

export interface TwoRuns {
  readonly without: readonly Fed[];
  readonly with: readonly Fed[];
  readonly event: Event | undefined;
}

/**
 * The same feeding without and with a guard. Up to the pass in which its trigger is met both are one run, made
 * once; from there the guarded one is made again, with the same seed for each pass.
 */
export async function runBoth(ask: Ask, guard: GuardSetting, passes: number): Promise<TwoRuns> {
  return guardedAfter(ask, guard, await runFree(ask, [guard], passes), passes);
}

/** A run that nothing acts on. What each of some guards would have seen is told by the sampler: `trips`, in their order. */
export const runFree = (ask: Ask, guards: readonly GuardSetting[], passes: number): Promise<Fed[]> =>
  selfFeed(ask, { passes, sampling: { ...FED, seed: ask.seed }, guards: () => guards.flatMap(onlyWatching) });

/** @param watch  which of the free run's trips are of this guard, where it watches a text while it is written */
export async function guardedAfter(
  ask: Ask,
  guard: GuardSetting,
  without: readonly Fed[],
  passes: number,
  watch = 0,
): Promise<TwoRuns> {
  const event = firstEvent(guard, without, passes, watch);
  if (event === undefined) return { without, with: without, event };
  const feeding: Feeding = {
    passes,
    sampling: { ...FED, seed: ask.seed },
    from: without.slice(0, event.acts - 1),
    guards: (fed) => acting(guard, fed),
  };
  return { without, with: await selfFeed(ask, feeding), event };
}

/** How the guarded run came to its end. */
export function endedOf(runs: TwoRuns, guard: GuardSetting, passes: number): GuardedRun['ended'] {
  if (runs.with.length === passes && runs.with.at(-1)?.ended !== 'guard') return 'all';
  const stopped = runs.event !== undefined && guard.action === 'stop';
  return stopped ? 'guard' : 'silence';
}

function acting(guard: GuardSetting, fed: readonly Fed[]): readonly SamplingGuard[] | 'stop' {
  const next = samplingGuard(guard, saidIn(fed));
  return next === 'stop' ? next : next === undefined ? [] : [next];
}

/** A guard that watches a text while it is written is told of the trip by the sampler, which does nothing. */
function onlyWatching(guard: GuardSetting): readonly SamplingGuard[] {
  const { trigger, threshold } = guard;
  return trigger === 'repetition' || trigger === 'entropy'
    ? [{ watch: trigger, threshold, action: 'watch' }]
    : [];
}

const saidIn = (fed: readonly Fed[]): SaidBefore => ({
  depth: fed.length,
  answers: fed.map(({ ids }) => ids),
});

function firstEvent(
  guard: GuardSetting,
  without: readonly Fed[],
  passes: number,
  watch: number,
): Event | undefined {
  const { trigger } = guard;
  if (trigger === 'recursive_depth') {
    const pass = Math.ceil(guard.threshold) + 1; // the first that is fed so often
    return pass > Math.min(passes, without.length)
      ? undefined
      : { pass, acts: pass, measure: trigger, value: pass - 1 };
  }
  if (trigger === 'oscillation') {
    const at = without.findIndex((_, i) => (between(guard, saidIn(without.slice(0, i + 1)))?.since ?? 0) > 0);
    const { value = 0 } = between(guard, saidIn(without.slice(0, at + 1))) ?? {};
    return at < 0 ? undefined : { pass: at + 1, acts: at + 2, measure: 'period', value };
  }
  const at = without.findIndex(({ trips }) => (trips[watch] ?? null) !== null);
  const trip = without[at]?.trips[watch];
  return trip === null || trip === undefined
    ? undefined
    : { pass: at + 1, acts: at + 1, measure: trigger, value: trip.value, token: trip.token };
}
