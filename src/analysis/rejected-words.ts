import type { Token } from '../kernel/ids.ts';
import type { ResidueThresholds } from './residue-finding.ts';

export interface LensWord extends Token {
  readonly prob: number;
}

/** A word that the middle layers were about to say and the end does not. */
export interface RejectedWord {
  readonly word: Token;
  /** Layer after which the lens gives it most. */
  readonly layer: number;
  readonly peak: number;
  readonly prior: number;
  readonly final: number;
  /** Largest log-probability over the prior among the layers that count, nats. */
  readonly strength: number;
  /** By layer that counts: lens probability, and log-probability over the prior. */
  readonly counted: readonly { readonly layer: number; readonly prob: number; readonly over: number }[];
}

/** Layers at the end in which a word has not been given up yet. */
const LAST = 2;
const LAYERS_NEEDED = 2;

/**
 * Words with lens probability ≥ `middle`, and ≥ `overPrior` nats above the lens's own prior, after at
 * least two layers before the last two, whose final probability is below `gone` × their peak.
 *
 * @param layers  by layer, the likeliest words of hook_resid_post at the answering position
 * @param final   probability of a word at the end
 * @param prior   the lens's mean probability of a token at a layer over calibration prompts
 * @returns largest peak first
 */
export function rejectedWords(
  layers: readonly (readonly LensWord[])[],
  final: (word: Token) => number,
  prior: (layer: number, word: Token) => number,
  { overPrior, middle, gone }: Pick<ResidueThresholds, 'overPrior' | 'middle' | 'gone'>,
): RejectedWord[] {
  const counting = layers.slice(0, -LAST).flatMap((words, layer) =>
    words
      .filter(({ prob }) => prob >= middle)
      .map((word) => ({ word, layer, over: Math.log(word.prob / prior(layer, word)) }))
      .filter(({ over }) => over >= overPrior),
  );
  const ids = [...new Set(counting.map(({ word }) => word.id))];
  return ids
    .flatMap((id) => {
      const seen = counting.filter(({ word }) => word.id === id);
      const top = seen.reduce((best, each) => (each.word.prob > best.word.prob ? each : best));
      const end = final(top.word);
      if (seen.length < LAYERS_NEEDED || end >= gone * top.word.prob) return [];
      return {
        word: { id, text: top.word.text },
        layer: top.layer,
        peak: top.word.prob,
        prior: prior(top.layer, top.word),
        final: end,
        strength: Math.max(...seen.map(({ over }) => over)),
        counted: seen.map(({ word, layer, over }) => ({ layer, prob: word.prob, over })),
      };
    })
    .sort((a, b) => b.peak - a.peak);
}

/** A lens top word of the second half that goes and comes back, both words above the lens's prior. */
export interface Oscillation {
  readonly words: readonly [Token, Token];
  readonly layers: readonly [number, number, number];
  /** The least log-probability over the prior among the three, nats. */
  readonly strength: number;
  /** The least lens probability among the three. */
  readonly least: number;
}

/** The strongest flip a → b → a in the second half of the depth; undefined where there is none. */
export function oscillation(
  layers: readonly (readonly LensWord[])[],
  prior: (layer: number, word: Token) => number,
  { overPrior, middle }: Pick<ResidueThresholds, 'overPrior' | 'middle'>,
): Oscillation | undefined {
  const from = Math.floor(layers.length / 2);
  const tops = layers.slice(from).flatMap(([word], i) => {
    if (word === undefined) return [];
    const over = Math.log(word.prob / prior(from + i, word));
    return [{ word, layer: from + i, over, counts: over >= overPrior && word.prob >= middle }];
  });
  const found: Oscillation[] = [];
  for (const [i, a] of tops.entries())
    for (const [j, b] of tops.slice(i + 1).entries())
      for (const c of tops.slice(i + j + 2))
        if (a.word.id === c.word.id && a.word.id !== b.word.id && a.counts && b.counts && c.counts)
          found.push({
            words: [bare(a.word), bare(b.word)],
            layers: [a.layer, b.layer, c.layer],
            strength: Math.min(a.over, b.over, c.over),
            least: Math.min(a.word.prob, b.word.prob, c.word.prob),
          });
  return found.sort((a, b) => b.strength - a.strength)[0];
}

const bare = ({ id, text }: Token): Token => ({ id, text });
