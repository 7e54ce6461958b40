import type { Token, TokenId } from '../kernel/ids.ts';
import { isSameWord, kindOf } from './word-kind.ts';

/** One token of a prompt put in the place of another. */
export interface Edit {
  readonly position: number;
  readonly from: Token;
  readonly to: Token;
  /** Cosine of the two tokens' embeddings. */
  readonly likeness: number;
}

/** What could stand at a position, most likely first within each list. */
export interface Offer {
  readonly position: number;
  /** Nearest in the embedding. */
  readonly near: readonly Token[];
  /** What the model itself would have put here. */
  readonly likely: readonly Token[];
  /** Cosine of the embedding of the word that stands here with each token's. */
  likeness(id: TokenId): number;
}

const NEAR = 6;
const LIKELY = 4;

/**
 * One-token edits of a prompt that keep it plausible: for each offered position, words of the same
 * kind (capitalised, number, …) as the one that stands there, out of its nearest neighbours, the
 * model's own guesses and the prompt's other words.
 *
 * @param most  edits kept; the best of every position come before the second best of any
 */
export function candidateEdits(tokens: readonly Token[], offers: readonly Offer[], most: number): Edit[] {
  const byPosition = offers.map((offer) => editsAt(tokens, offer));
  const rounds = Math.max(0, ...byPosition.map((edits) => edits.length));
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    byPosition.flatMap((edits) => edits[round] ?? []),
  );
  return inTurn.flat().slice(0, most);
}

/** The three lists of a position dealt out in turn, each token once. */
function editsAt(tokens: readonly Token[], { position, near, likely, likeness }: Offer): Edit[] {
  const from = tokens[position];
  if (from === undefined) return [];
  const kind = kindOf(from.text);
  const fits = ({ text }: Token): boolean => kindOf(text) === kind && !isSameWord(text, from.text);
  const others = tokens.filter(fits).sort((a, b) => likeness(b.id) - likeness(a.id));
  const lists = [near.filter(fits).slice(0, NEAR), likely.filter(fits).slice(0, LIKELY), others];
  const rounds = Math.max(...lists.map((list) => list.length));
  const dealt = Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list[round] ?? []));
  const once = new Map(dealt.flat().map((to) => [to.id, to]));
  return [...once.values()].map((to) => ({ position, from, to, likeness: likeness(to.id) }));
}

/** Ids of the largest values, largest first. */
export function largest(values: Float32Array, count: number): number[] {
  const kept: number[] = [];
  for (let id = 0; id < values.length; id++) {
    const value = values[id] ?? 0;
    if (kept.length === count && value <= (values[kept[count - 1] ?? 0] ?? 0)) continue;
    let place = kept.length;
    while (place > 0 && (values[kept[place - 1] ?? 0] ?? 0) < value) place--;
    kept.splice(place, 0, id);
    if (kept.length > count) kept.pop();
  }
  return kept;
}

/** The prompt's ids with the edits made. */
export function edited(tokens: readonly Token[], edits: readonly Pick<Edit, 'position' | 'to'>[]): TokenId[] {
  const ids = tokens.map(({ id }) => id);
  for (const { position, to } of edits) ids[position] = to.id;
  return ids;
}
