import { sameWord } from '../../src/analysis/identity-prompt.ts';
import type { SelfReading } from '../../src/analysis/self-finding.ts';
import type { Token } from '../../src/kernel/ids.ts';

/** Of one reading at one layer, over all tokens: counts, and sums of probabilities. */
export interface LayerTally {
  /** Tokens read at this layer. */
  readonly tokens: number;
  /** The first word is the one looked for. */
  readonly named: number;
  /** The same with a random vector of equal norm in the state's place. */
  readonly random: number;
  /** A control gives the same first word, whatever it is. */
  readonly given: number;
  /** Probability of the word looked for; under random vectors. */
  readonly prob: number;
  readonly randomProb: number;
  /** The first word is the lens's at the same layer; and a random vector's first word is. */
  readonly lens: number;
  readonly lensRandom: number;
}

export interface Tally {
  readonly model: string;
  readonly identity: string;
  readonly lens: string;
  readonly prompts: string;
  /** Tokens read; the first of them at every layer, the others at some. */
  readonly tokens: number;
  readonly everywhere: number;
  /** Tokens whose word the unpatched prompt names by itself. */
  readonly unpatched: { readonly is: number; readonly says: number };
  readonly is: readonly LayerTally[];
  readonly says: readonly LayerTally[];
}

const NOTHING: LayerTally = {
  tokens: 0,
  named: 0,
  random: 0,
  given: 0,
  prob: 0,
  randomProb: 0,
  lens: 0,
  lensRandom: 0,
};

export const emptyLayers = (layers: number): LayerTally[] => Array.from({ length: layers }, () => NOTHING);

/**
 * @param at      layers that were read, in the order of the reading
 * @param random  first words under the random vectors, one vector for each layer read
 * @param lens    first words of the lens, of every layer
 */
export function added(
  layers: readonly LayerTally[],
  { target, layers: read }: SelfReading,
  at: readonly number[],
  random: readonly Token[],
  lens: readonly Token[],
): LayerTally[] {
  return layers.map((sum, layer) => {
    const i = at.indexOf(layer);
    const found = read[i];
    const [word, drawn, seen] = [found?.top[0], random[i], lens[layer]];
    if (found === undefined || word === undefined || drawn === undefined || seen === undefined) return sum;
    return {
      tokens: sum.tokens + 1,
      named: sum.named + Number(sameWord(word, target)),
      random: sum.random + Number(sameWord(drawn, target)),
      given: sum.given + Number(found.given !== null),
      prob: sum.prob + found.target,
      randomProb: sum.randomProb + found.random,
      lens: sum.lens + Number(sameWord(word, seen)),
      lensRandom: sum.lensRandom + Number(sameWord(drawn, seen)),
    };
  });
}
