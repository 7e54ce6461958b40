import type { ModelFacts } from '../kernel/model.ts';

/** A text that has the model say again what it reads; a state is put in place of the last word. */
export interface IdentityPrompt {
  /** Up to the placeholder. */
  readonly before: string;
  readonly placeholder: string;
  /** From the placeholder on: what has the model name it. */
  readonly after: string;
  readonly fits: 'any text' | 'closed world';
}

/** As in the paper: words, a number and a placeholder that says nothing of its own. */
const GENERAL: IdentityPrompt = {
  before: 'cat -> cat\n1135 -> 1135\nhello -> hello\n',
  placeholder: '?',
  after: ' ->',
  fits: 'any text',
};

/** The form of the teaching model's own corpus, of words that it knows. */
const CLOSED: IdentityPrompt = {
  before: 'water -> water; Grace -> Grace; six -> six;',
  placeholder: ' hat',
  after: ' ->',
  fits: 'closed world',
};

/**
 * The identity prompt that fits a model: a model of a closed world gets one of its own words, where it
 * knows them all.
 *
 * @see Ghandeharioun et al. 2401.06102 (Patchscopes)
 */
export function identityPrompt({ worldWords }: Pick<ModelFacts, 'worldWords'>): IdentityPrompt {
  const words = ['water', 'Grace', 'six', 'hat'];
  return worldWords !== undefined && words.every((word) => worldWords.has(word)) ? CLOSED : GENERAL;
}

/** Whether two tokens are the same word; the space in front is the tokenizer's. */
export const sameWord = (a: { readonly text: string }, b: { readonly text: string }): boolean =>
  (a.text.trim() || a.text) === (b.text.trim() || b.text);
