import type { RecursionFinding, RecursionPass } from './recursion-finding.ts';

type Tokens = RecursionPass['tokens'];

/**
 * When a model that is fed its own answers has made up its mind at once: the layer at which all words of a pass have
 * settled, and the first pass of which all have by the target.
 *
 * @param target  a layer; `auto`: that by which nine of ten words of pass 1 have, see `usualTarget`
 */
export function synchronise(
  passes: readonly { readonly text: string; readonly tokens: Tokens }[],
  target: number | 'auto',
  layers: number,
): Pick<RecursionFinding, 'passes' | 'target' | 'synced' | 'stays'> {
  const alls = passes.map(({ tokens }) => allSettled(tokens));
  const layer = target === 'auto' ? usualTarget(passes[0]?.tokens ?? []) : target;
  const by = alls.map((all) => layer !== null && all !== null && all <= layer);
  const first = by.indexOf(true);
  return {
    passes: passes.map(({ text, tokens }, i) => ({
      text,
      tokens,
      all: alls[i] ?? null,
      median: medianOf(tokens, layers),
      settled: layer === null ? 0 : share(tokens, layer),
    })),
    target: { layer, from: target === 'auto' ? 'auto' : 'given' },
    synced: first < 0 ? null : first + 1,
    stays: first >= 0 && by.slice(first).every(Boolean),
  };
}

/**
 * The layer by which nine of ten words of the first pass have settled; where more than one in ten is had by the last
 * state only, the deepest layer at which one of them settles. Null where none ever does.
 */
function usualTarget(tokens: Tokens): number | null {
  const known = tokens.flatMap(({ layer }) => layer ?? []).sort((a, b) => a - b);
  return known[Math.min(known.length, Math.ceil(0.9 * tokens.length)) - 1] ?? null;
}

function allSettled(tokens: Tokens): number | null {
  if (tokens.length === 0 || tokens.some(({ layer }) => layer === null)) return null;
  return Math.max(...tokens.map(({ layer }) => layer ?? 0));
}

const share = (tokens: Tokens, by: number): number =>
  tokens.filter(({ layer }) => layer !== null && layer <= by).length / Math.max(1, tokens.length);

function medianOf(tokens: Tokens, layers: number): number {
  const sorted = tokens.map(({ layer }) => layer ?? layers - 1).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
