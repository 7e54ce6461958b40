import type { Token } from '../kernel/ids.ts';
import type { ExchangedTokens } from './intervention-finding.ts';

/**
 * Runs of tokens in which two prompts differ, by their longest common subsequence: what is drawn struck
 * through, and what stands in its place. Quadratic in the part that lies between the common ends.
 */
export function exchangedTokens(before: readonly Token[], after: readonly Token[]): ExchangedTokens[] {
  const same = (i: number, j: number): boolean => before[i]?.id === after[j]?.id;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(head, head)) head++;
  let tail = 0;
  while (tail < most - head && same(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  const rows = before.length - head - tail;
  const columns = after.length - head - tail;
  const common = commonLengths(rows, columns, (i, j) => same(head + i, head + j));
  const found: { position: number; from: Token[]; to: Token[] }[] = [];
  let open: (typeof found)[number] | undefined;
  for (let [i, j] = [0, 0]; i < rows || j < columns; ) {
    if (i < rows && j < columns && same(head + i, head + j)) {
      open = undefined;
      i++;
      j++;
      continue;
    }
    if (open === undefined) {
      open = { position: head + i, from: [], to: [] };
      found.push(open);
    }
    const at = (r: number, c: number): number => common[r * (columns + 1) + c] ?? 0;
    if (j >= columns || (i < rows && at(i + 1, j) >= at(i, j + 1)))
      open.from.push(...before.slice(head + i, head + ++i));
    else open.to.push(...after.slice(head + j, head + ++j));
  }
  return found;
}

/** `[rows + 1, columns + 1]`: length of the longest common subsequence of what is left from (i, j) on. */
function commonLengths(rows: number, columns: number, same: (i: number, j: number) => boolean): Uint16Array {
  const lengths = new Uint16Array((rows + 1) * (columns + 1));
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) {
      const at = i * (columns + 1) + j;
      const below = at + columns + 1;
      lengths[at] = same(i, j)
        ? (lengths[below + 1] ?? 0) + 1
        : Math.max(lengths[below] ?? 0, lengths[at + 1] ?? 0);
    }
  return lengths;
}
