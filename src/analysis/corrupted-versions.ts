import type { Token, TokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import { type Edit, edited } from './candidate-edits.ts';

/**
 * Versions of a prompt in which every editable word is exchanged for one of its candidates, drawn at
 * random: what is left in common is the form.
 *
 * @returns rows that all differ from the prompt, some perhaps from one another in nothing; none without edits
 */
export function corruptedVersions(
  tokens: readonly Token[],
  edits: readonly Edit[],
  { count, seed }: { readonly count: number; readonly seed: number },
): TokenId[][] {
  if (edits.length === 0) return [];
  const random = randomFrom(seed);
  const choices = [...new Set(edits.map(({ position }) => position))].map((position) =>
    edits.filter((edit) => edit.position === position),
  );
  return Array.from({ length: count }, () =>
    edited(
      tokens,
      choices.flatMap((here) => here[Math.floor(random() * here.length)] ?? []),
    ),
  );
}
