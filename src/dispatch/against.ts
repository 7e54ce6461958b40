import type { Prompt } from './command.ts';

/** What a person means by `against=`. */
export type Against =
  /** The best counterfactual that can be found, and the answer it gives. */
  | { readonly kind: 'auto' }
  /** No rival: the bare logit. */
  | { readonly kind: 'none' }
  | { readonly kind: 'rival'; readonly text: string }
  /** Another prompt of equal length. */
  | { readonly kind: 'prompt'; readonly text: string };

/** A rival is a word or two; a text half as long as the prompt, half of whose words are the prompt's, is another version of it. */
export function againstOf(text: string, prompt: Prompt): Against {
  if (text === 'auto' || text === 'none') return { kind: text };
  const words = wordsOf(text);
  const own = new Set(wordsOf(prompt.text));
  const shared = words.filter((word) => own.has(word)).length;
  const meant = words.length > 1 && words.length >= own.size / 2 && shared >= words.length / 2;
  return { kind: meant ? 'prompt' : 'rival', text };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
