import type { Stretch } from '../analysis/sentences.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { sharedStart } from './web-answer.ts';

/** Tokens from `start` to before `end`. */
export type Span = Stretch;

/**
 * Which tokens of a text its stretches are: each text that ends where a stretch ends is read by itself,
 * and the tokens it has in common with the whole counted. A token over an edge goes to what comes after.
 *
 * @param stretches  characters of `text`, in order
 * @param edges      `tight`: a stretch begins with its first character; `loose`: right behind the one before
 *                   it, except the first, which begins with its own
 */
export async function spansOf(
  { runner, options }: Ask,
  text: string,
  tokens: readonly Token[],
  stretches: readonly Stretch[],
  edges: 'tight' | 'loose' = 'loose',
): Promise<Span[]> {
  const before = async (at: number): Promise<number> =>
    at === 0 ? 0 : sharedStart(await runner.tokenize(text.slice(0, at), options), tokens);
  const spans: Span[] = [];
  for (const [i, stretch] of stretches.entries()) {
    const own = edges === 'tight' || i === 0;
    const from = edges === 'tight' ? stretch.start : text.slice(0, stretch.start).trimEnd().length;
    const start = own ? await before(from) : (spans.at(-1)?.end ?? 0);
    spans.push({ start, end: Math.max(start, await before(stretch.end)) });
  }
  return spans;
}
