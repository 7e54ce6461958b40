import { type TokenId, tokenId } from '../kernel/ids.ts';
import { EngineError, invalid } from './errors.ts';
import type { Sampling } from './runner.ts';

export interface Draw {
  readonly id: TokenId;
  /** nats, under the model at temperature 1 and without top-p. */
  readonly logProb: number;
}

/**
 * One token from one row of logits. Greedy at temperature 0; otherwise a draw from
 * softmax(logits / temperature), with top-p kept to the smallest set of likeliest tokens that
 * holds `topP` of it (Holtzman 1904.09751). Equal logits rank by lowest id.
 *
 * Takes exactly one number from `random` unless greedy, so that rows stay in step.
 *
 * @param logits  `[vocab]`; −∞ is a token that cannot be drawn
 * @throws {EngineError} `logits-not-finite` when there is NaN, +∞ or nothing above −∞
 */
export function drawToken(logits: Float32Array, sampling: Sampling, random: () => number): Draw {
  const best = argmax(logits);
  const id = sampling.temperature === 0 ? best : pick(logits, best, sampling, random());
  return { id: tokenId(id), logProb: logProbOf(logits, id, best) };
}

/** @throws {EngineError} `request-invalid` */
export function assertSampling({ temperature, topP = 1, seed }: Sampling): void {
  if (!(temperature >= 0 && Number.isFinite(temperature)))
    throw invalid(`A temperature of ${temperature} has no meaning.`, 'Give 0 (greedy) or a number above.');
  if (!(topP > 0 && topP <= 1))
    throw invalid(`topP=${topP} has no meaning.`, 'Give a number above 0, at most 1.');
  if (!Number.isFinite(seed)) throw invalid(`The seed ${seed} is not a number.`, 'Give a whole number.');
}

/** The seed of one row's own stream: row 0 is the seed itself, so a single run can repeat any row. */
export function rowSeed(seed: number, row: number): number {
  if (row === 0) return seed >>> 0;
  let mixed = (seed ^ Math.imul(row, 0x9e3779b1)) >>> 0; // murmur3's finaliser: near seeds, far streams
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function pick(logits: Float32Array, best: number, { temperature, topP = 1 }: Sampling, u: number): number {
  const top = logits[best] ?? 0;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return topP < 1 ? fromNucleus(weights, total, topP, u) : fromAll(weights, total, u);
}

function fromAll(weights: Float64Array, total: number, u: number): number {
  let left = u * total;
  let last = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0;
    if (weight === 0) continue;
    last = id;
    left -= weight;
    if (left < 0) return id;
  }
  return last; // rounding used the last of the mass up
}

function fromNucleus(weights: Float64Array, total: number, topP: number, u: number): number {
  // All tokens below this share together hold less than 1 − topP: none of them is in the nucleus.
  const floor = ((1 - topP) / weights.length) * total;
  const ids = Array.from(weights.keys()).filter((id) => (weights[id] ?? 0) >= floor);
  ids.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const kept: number[] = [];
  let mass = 0;
  for (const id of ids) {
    kept.push(id);
    mass += weights[id] ?? 0;
    if (mass >= topP * total) break;
  }
  return (
    kept[
      fromAll(
        Float64Array.from(kept, (id) => weights[id] ?? 0),
        mass,
        u,
      )
    ] ?? 0
  );
}

/** Lowest id of the largest logit. */
function argmax(logits: Float32Array): number {
  let best = -1;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? Number.NaN;
    if (Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY) throw notFinite(id, logit);
    if (best < 0 ? logit > Number.NEGATIVE_INFINITY : logit > (logits[best] ?? 0)) best = id;
  }
  if (best < 0) throw notFinite(0, Number.NEGATIVE_INFINITY);
  return best;
}

/** log softmax at `id`, summed in float64 from the largest logit down. */
function logProbOf(logits: Float32Array, id: number, best: number): number {
  const top = logits[best] ?? 0;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return (logits[id] ?? 0) - top - Math.log(sum);
}

const notFinite = (id: number, logit: number): EngineError =>
  new EngineError({
    code: 'logits-not-finite',
    what: 'The model gave numbers that are not numbers.',
    where: `logit ${id} is ${logit}`,
    fix: 'Its weight file may be damaged: fetch it again with dotp model get.',
  });
