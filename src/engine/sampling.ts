import { type TokenId, tokenId } from '../kernel/ids.ts';
import { distributionOf, entropyOf, nucleusTokenAt, tokenAt } from './distribution.ts';
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
  const natural = distributionOf(logits, top, 1);
  const first = among === logits ? best : argmax(among);
  const id = temperature === 0 ? first : drawn();
  return {
    id: tokenId(id),
    logProb: (logits[id] ?? 0) - top - Math.log(natural.total),
    entropy: entropyOf(natural),
  };

  function drawn(): number {
    const own = among === logits && temperature === 1;
    const tempered = own ? natural : distributionOf(among, among[first] ?? 0, temperature);
    return topP < 1 ? nucleusTokenAt(tempered, topP, random()) : tokenAt(tempered, random());
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
