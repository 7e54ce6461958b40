import type { TokenId } from '../kernel/ids.ts';
import { LEAST_TOKENS, repeated } from '../kernel/ngrams.ts';
import { penalised } from './penalty.ts';
import type { SamplingGuard } from './runner.ts';

/** What a guard saw, in a finished sample. */
export interface GuardTrip {
  /** Index of the written token at which it tripped first. */
  readonly token: number;
  /** What it watched, there: share for repetition, nats for entropy; 0 for one that always acts. */
  readonly value: number;
  /** How often: each time of `widen` is one step hotter. */
  readonly times: number;
}

/** One guard over one sample while it is written. */
export interface GuardState {
  readonly guard: SamplingGuard;
  readonly trip: GuardTrip | undefined;
  /** Told of each token, once it is written. @returns whether the sample ends here */
  written(ids: readonly TokenId[], entropies: readonly number[]): boolean;
}

/** Tokens after which anything is said of a text: repetition needs two runs of four, or it would come too late for a tight loop. */
const LEAST = { repetition: 5, entropy: LEAST_TOKENS } as const;
/** Tokens looked back over; tokens between two steps of `widen`. */
const WINDOW = 64;
const BETWEEN = 8;
/** Of `widen`: temperature and top-p gained a step, and steps at most. */
const HOTTER = 0.4;
const BROADER = 0.05;
const STEPS = 4;

export function watch(guard: SamplingGuard): GuardState {
  const { level = 1 } = guard;
  let trip: GuardTrip | undefined =
    guard.watch === 'always' ? { token: 0, value: 0, times: level } : undefined;
  let last = 0;
  return {
    guard,
    get trip() {
      return trip;
    },
    written(ids, entropies) {
      if (guard.watch === 'always' || ids.length < LEAST[guard.watch]) return false;
      if (trip !== undefined && ids.length - last < BETWEEN) return false;
      const value = watched(guard, ids, entropies);
      if (!(guard.watch === 'entropy' ? value <= guard.threshold : value >= guard.threshold)) return false;
      trip =
        trip === undefined ? { token: ids.length - 1, value, times: 1 } : { ...trip, times: trip.times + 1 };
      last = ids.length;
      return guard.action === 'stop';
    },
  };
}

function watched({ watch }: SamplingGuard, ids: readonly TokenId[], entropies: readonly number[]): number {
  if (watch === 'repetition') return repeated(ids.slice(-WINDOW), 4);
  const seen = entropies.slice(-WINDOW);
  return seen.reduce((sum, entropy) => sum + entropy, 0) / Math.max(1, seen.length);
}

/** How the next token is drawn under guards, tripped or not: hotter with each step of those that widen. */
export function widened<Kind extends { readonly temperature: number; readonly topP?: number }>(
  sampling: Kind,
  guards: readonly GuardState[],
): Kind {
  const steps = Math.max(
    0,
    ...guards.map(({ guard, trip }) => (guard.action === 'widen' ? (trip?.times ?? 0) : 0)),
  );
  if (steps === 0) return sampling;
  const step = Math.min(STEPS, steps);
  const { topP = 1 } = sampling;
  return {
    ...sampling,
    temperature: sampling.temperature + HOTTER * step,
    topP: Math.min(1, topP + BROADER * step),
  };
}

/** The logits that the next token is drawn from: those of the model, less what a tripped `penalise` takes off. */
export function steered(
  logits: Float32Array,
  written: readonly TokenId[],
  guards: readonly GuardState[],
  ends: readonly TokenId[],
): Float32Array {
  const acting = guards.filter(({ guard, trip }) => guard.action === 'penalise' && trip !== undefined);
  if (acting.length === 0) return logits;
  const texts = [...acting.flatMap(({ guard }) => guard.seen ?? []), written];
  return penalised(logits, texts, ends);
}
