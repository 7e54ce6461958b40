import type { Token } from '../kernel/ids.ts';
import { isContent, kindOf } from './word-kind.ts';

/**
 * Positions at which another token could stand: whole content words. A prompt without any offers its
 * other words, then single pieces, then everything, so that there is always something to edit.
 */
export function editablePositions(tokens: readonly Token[]): number[] {
  const whole = (i: number): boolean => isWholeWord(tokens, i);
  const text = (i: number): string => tokens[i]?.text ?? '';
  const levels: readonly ((i: number) => boolean)[] = [
    (i) => whole(i) && isContent(text(i)),
    (i) => whole(i) && !/sign$/.test(kindOf(text(i)) ?? 'sign'),
    (i) => kindOf(text(i)) !== undefined,
    () => true,
  ];
  const all = tokens.map((_, i) => i);
  for (const level of levels) {
    const found = all.filter(level);
    if (found.length > 0) return found;
  }
  return [];
}

/** The token is a word by itself, not the beginning or end of one; digits and signs always are. */
function isWholeWord(tokens: readonly Token[], i: number): boolean {
  const text = tokens[i]?.text ?? '';
  const kind = kindOf(text);
  if (kind === undefined) return false;
  if (/(number|sign)$/.test(kind)) return true;
  const begins = /^\s/.test(text) || !/[\p{L}\p{N}]$/u.test(tokens[i - 1]?.text ?? '');
  const ends = !/^[\p{L}\p{M}'’]/u.test(tokens[i + 1]?.text ?? '');
  return begins && ends;
}
