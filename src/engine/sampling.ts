import { type TokenId, tokenId } from '../kernel/ids.ts';
import { EngineError, invalid } from './errors.ts';
import type { Sampling } from './runner.ts';

export interface Draw {
  readonly id: TokenId;
  /** nats, under the model at temperature 1 and without top-p. */
  readonly logProb: number;
  /** nats, of the same distribution. */
  readonly entropy: number;
}

/**
 * One token from one row of logits. Greedy at temperature 0; otherwise a draw from
 * softmax(logits / temperature), with top-p kept to the smallest set of likeliest tokens that
 * holds `topP` of it (Holtzman 1904.09751). Equal logits rank by lowest id.
 *
 * Takes exactly one number from `random` unless greedy, so that rows stay in step.
 *
 * @param logits  `[vocab]`; −∞ is a token that cannot be drawn
 * @param among   logits to draw from instead, where the model's own are steered
 * @throws {EngineError} `logits-not-finite` when there is NaN, +∞ or nothing above −∞
 */
export function drawToken(
  logits: Float32Array,
  sampling: Sampling,
  random: () => number,
  among: Float32Array = logits,
): Draw {
  const { temperature, topP = 1 } = sampling;
  const best = argmax(logits);
  const top = logits[best] ?? 0;
  const natural = weigh(logits, top, 1);
  const first = among === logits ? best : argmax(among);
  const id = temperature === 0 ? first : drawn();
  return {
    id: tokenId(id),
    logProb: (logits[id] ?? 0) - top - Math.log(natural.total),
    entropy: entropyOf(natural),
  };

  function drawn(): number {
    const own = among === logits && temperature === 1;
    const tempered = own ? natural : weigh(among, among[first] ?? 0, temperature);
    return topP < 1 ? fromNucleus(tempered, topP, random()) : fromAll(tempered, random());
  }
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

/** Probabilities before they are divided by their sum, the largest being 1. */
interface Weights {
  readonly of: Float64Array;
  readonly total: number;
  /** Σ weight · ln weight. */
  readonly moment: number;
}

/** Plain loops here and below: the vocabulary is walked for every token of every row. */
function weigh(logits: Float32Array, top: number, temperature: number): Weights {
  const of = new Float64Array(logits.length);
  let total = 0;
  let moment = 0;
  for (let id = 0; id < of.length; id++) {
    const log = ((logits[id] ?? 0) - top) / temperature;
    const weight = Math.exp(log);
    of[id] = weight;
    total += weight;
    if (weight > 0) moment += weight * log; // one without weight has no share in it
  }
  return { of, total, moment };
}

/** ln Σw − Σ w·ln w / Σw */
const entropyOf = ({ total, moment }: Weights): number => Math.max(0, Math.log(total) - moment / total);

function fromAll({ of, total }: Pick<Weights, 'of' | 'total'>, u: number): number {
  let left = u * total;
  let last = 0;
  for (let id = 0; id < of.length; id++) {
    const weight = of[id] ?? 0;
    if (weight === 0) continue;
    last = id;
    left -= weight;
    if (left < 0) return id;
  }
  return last; // rounding used the last of the mass up
}

function fromNucleus({ of, total }: Weights, topP: number, u: number): number {
  // All tokens below this share together hold less than 1 − topP: none of them is in the nucleus.
  const floor = ((1 - topP) / of.length) * total;
  const ids: number[] = [];
  for (let id = 0; id < of.length; id++) if ((of[id] ?? 0) >= floor) ids.push(id);
  ids.sort((a, b) => (of[b] ?? 0) - (of[a] ?? 0) || a - b);
  let kept = 0;
  let mass = 0;
  while (kept < ids.length && mass < topP * total) mass += of[ids[kept++] ?? 0] ?? 0;
  const nucleus = Float64Array.from(ids.slice(0, kept), (id) => of[id] ?? 0);
  return ids[fromAll({ of: nucleus, total: mass }, u)] ?? 0;
}

/** Lowest id of the largest logit. */
function argmax(logits: Float32Array): number {
  let best = -1;
  let top = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? Number.NaN;
    if (!(logit < Number.POSITIVE_INFINITY)) throw notFinite(id, logit);
    if (logit > top) {
      top = logit;
      best = id;
    }
  }
  if (best < 0) throw notFinite(0, Number.NEGATIVE_INFINITY);
  return best;
}

const notFinite = (id: number, logit: number): EngineError =>
  new EngineError({
    code: 'logits-not-finite',
    what: 'The model gave numbers that are not numbers.',
    where: `logit ${id} is ${logit}`,
    fix: 'Its weight file may be damaged: fetch it again with dotp model get.',
  });
