import type { Token } from '../kernel/ids.ts';
import type { Span } from './lookback.ts';

/**
 * Where the evidence stands in a text: what is left between the beginning and the end that the text
 * without it has too. A token at the seam counts as the question's where only its space is new.
 */
export function evidenceSpan(withIt: readonly Token[], without: readonly Token[]): Span {
  const most = Math.min(withIt.length, without.length);
  let after = 0;
  while (after < most && isSame(withIt.at(-1 - after), without.at(-1 - after))) after++;
  let from = 0; // after the end: evidence may begin with the question's own words
  while (from < most - after && withIt[from]?.id === without[from]?.id) from++;
  return { from, to: withIt.length - after };
}

const isSame = (a: Token | undefined, b: Token | undefined): boolean => a?.text.trim() === b?.text.trim();
