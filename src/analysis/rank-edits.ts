import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import type { Edit } from './candidate-edits.ts';
import { kindOf } from './word-kind.ts';

/** What a run of an edited prompt answers. */
export interface Reading {
  readonly id: TokenId;
  readonly prob: number;
  /** Probability of the unedited prompt's answer. */
  readonly oldProb: number;
}

export interface RankedEdit extends Edit {
  /** What the edited prompt makes the model say. */
  readonly says: Token;
  readonly prob: number;
  /** Probability left to the unedited prompt's answer. */
  readonly oldProb: number;
  /** (p(b) − p(a)) · √cos(unembeddings of a, b) · √cos(embeddings of the old word, the new), 0 to 1. */
  readonly rank: number;
}

const CLEAN = 0.1;
/** Probability from which on an answer counts as confident. */
const CONFIDENT = 0.25;
const LEAST = 0.04;

/**
 * The rank below which an edit explains nothing: the new answer is weak, or of another sort. Of an
 * answer that is itself unsure (“the keys” are, were, is) no surer rival can be asked.
 *
 * @param prob  of the unedited prompt's answer
 */
export const cleanRank = (prob: number): number => Math.max(LEAST, CLEAN * Math.min(1, prob / CONFIDENT));

/** @param logits  of the answering position, `[rows, 1, vocab]` */
export function readAnswers(logits: Tensor, answer: TokenId): Reading[] {
  return Array.from({ length: logits.shape[0] ?? 0 }, (_, row) => {
    const values = at(logits, row, 0).data;
    let best = 0;
    for (let id = 1; id < values.length; id++) if ((values[id] ?? 0) > (values[best] ?? 0)) best = id;
    const top = values[best] ?? 0;
    let total = 0;
    for (let id = 0; id < values.length; id++) total += Math.exp((values[id] ?? 0) - top);
    return { id: tokenId(best), prob: 1 / total, oldProb: Math.exp((values[answer] ?? 0) - top) / total };
  });
}

/**
 * Edits that turn the answer into another of its kind, best first. Probabilities alone would pick
 * nonsense that derails the model; the two cosines ask that the answers, and the words exchanged, be alike.
 *
 * @param readings  one for each edit
 * @param kinship   cosine of the answer's unembedding with each token's, `[vocab]`
 * @param texts     of every token that a reading names
 */
export function rankEdits(
  edits: readonly Edit[],
  readings: readonly Reading[],
  answer: Token,
  kinship: Float32Array,
  texts: ReadonlyMap<TokenId, string>,
): RankedEdit[] {
  const kind = kindOf(answer.text);
  return edits
    .flatMap((edit, i): RankedEdit[] => {
      const reading = readings[i];
      const text = reading === undefined ? undefined : texts.get(reading.id);
      if (reading === undefined || text === undefined) return [];
      if (reading.id === answer.id || kindOf(text) !== kind) return [];
      const { id, prob, oldProb } = reading;
      const rank = (prob - oldProb) * root(kinship[id]) * root(edit.likeness);
      return [{ ...edit, says: { id, text }, prob, oldProb, rank }];
    })
    .sort((a, b) => b.rank - a.rank);
}

const root = (cosine: number | undefined): number => Math.sqrt(Math.max(0, cosine ?? 0));
