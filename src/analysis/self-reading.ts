import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { largest } from './candidate-edits.ts';
import { type Distribution, distributionOf, probOf } from './edited-distribution.ts';
import { sameWord } from './identity-prompt.ts';
import type { ReadingName, SelfLayer, SelfReading } from './self-finding.ts';

/** Words kept of each reading. */
const KEPT = 3;

/** Next-token logits of an identity prompt: as it is, with a state put in, with random vectors put in. */
export interface SelfRuns {
  /** `[vocab]` */
  readonly unpatched: Float32Array;
  /** `[layer, vocab]` */
  readonly states: Tensor;
  /** `[layer, vector, vocab]` */
  readonly random: Tensor;
}

/** Ids of all words that a reading may have to name. */
export function leadingTokens({ unpatched, states, random }: SelfRuns): TokenId[] {
  const [layers = 0, vectors = 0] = random.shape;
  const ids = new Set(largest(unpatched, 1));
  for (let layer = 0; layer < layers; layer++) {
    for (const id of largest(at(states, layer).data, KEPT)) ids.add(id);
    for (let v = 0; v < vectors; v++) for (const id of largest(at(random, layer, v).data, 1)) ids.add(id);
  }
  return [...ids].map(tokenId);
}

/**
 * What an identity prompt says of each layer's state, beside its two controls.
 *
 * @param target  the word that is looked for: the token itself, or what the model says next
 * @param names   texts of `leadingTokens`
 * @param asked   the layer whose words are wanted
 * @see Ghandeharioun et al. 2401.06102 (Patchscopes)
 */
export function selfReading(
  reading: ReadingName,
  runs: SelfRuns,
  target: Token,
  names: ReadonlyMap<TokenId, Token>,
  asked: number | 'auto' = 'auto',
): SelfReading {
  const plain = distributionOf(runs.unpatched);
  const [unpatched] = wordsOf(plain, names, 1);
  if (unpatched === undefined) throw new RangeError('self-reading: an empty vocabulary');
  const [count = 0] = runs.states.shape;
  const layers = Array.from({ length: count }, (_, layer): SelfLayer => {
    const state = distributionOf(at(runs.states, layer).data);
    const random = randomOf(runs.random, layer);
    const top = wordsOf(state, names, KEPT);
    const [first] = top;
    if (first === undefined) throw new RangeError('self-reading: an empty vocabulary');
    const drawn = random.some((each) => wordsOf(each, names, 1).some((word) => sameWord(word, first)));
    return {
      top,
      target: probOf(state, target.id),
      random: mean(random.map((each) => probOf(each, target.id))),
      control: {
        random: mean(random.map((each) => probOf(each, first.id))),
        unpatched: probOf(plain, first.id),
      },
      given: sameWord(unpatched, first) ? 'unpatched' : drawn ? 'random' : null,
    };
  });
  const standing = { top: unpatched, target: probOf(plain, target.id) };
  const strongest = strongestOf(layers, standing.target);
  const shown = asked === 'auto' ? (strongest ?? (reading === 'is' ? 0 : count - 1)) : asked;
  return { reading, target, unpatched: standing, strongest, shown, layers };
}

const randomOf = (random: Tensor, layer: number): Distribution[] =>
  Array.from({ length: random.shape[1] ?? 0 }, (_, v) => distributionOf(at(random, layer, v).data));

const wordsOf = (from: Distribution, names: ReadonlyMap<TokenId, Token>, count: number) =>
  largest(from.logits, count)
    .map(tokenId)
    .map((id) => ({ id, text: names.get(id)?.text ?? '', prob: probOf(from, id) }));

/** How far the target exceeds the stronger of its two controls. */
const above = ({ target, random }: SelfLayer, unpatched: number): number =>
  target - Math.max(random, unpatched);

function strongestOf(layers: readonly SelfLayer[], unpatched: number): number | null {
  const gains = layers.map((layer) => above(layer, unpatched));
  const best = Math.max(...gains);
  return best > 0 ? gains.indexOf(best) : null;
}

/** By so much one reading must lead the other: two words that both are hardly there do not cross. */
const CLEAR = 0.05;

/** Earliest layer from which the word of `says` is clearly likelier than that of `is`, for good; null: never. */
export function crossingOf(is: readonly SelfLayer[], says: readonly SelfLayer[]): number | null {
  const behind = is.findLastIndex(({ target }, layer) => (says[layer]?.target ?? 0) < target + CLEAR);
  return behind + 1 < is.length ? behind + 1 : null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
