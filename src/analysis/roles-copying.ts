import { shuffled } from './probe.ts';
import type { Samples } from './roles-attention.ts';

/** Permutations that the null is taken over, for each head. */
const PERMUTATIONS = 6;

/**
 * What a head's output circuit does to the token it reads: `circuit[source, token]` is the direct
 * logit of a token after the source's embedding went through `W_E W_V W_O W_U`.
 *
 * Copying: the share of sources whose own logit rises most among the sampled tokens (Elhage 2021);
 * suppression: whose own logit falls most. The null asks the same of another token, by permutations
 * that leave no token in its place.
 *
 * @param circuit  `[n][n]`, row by row; only the order within a row matters
 */
export function copyingScores(
  circuit: readonly Float32Array[],
  random: () => number,
): { readonly copying: Samples; readonly suppression: Samples } {
  const raised = circuit.map((row) => placeOf(row, (a, b) => a > b));
  const lowered = circuit.map((row) => placeOf(row, (a, b) => a < b));
  const permutations = Array.from({ length: PERMUTATIONS }, () => derangement(circuit.length, random));
  const samples = (places: readonly number[]): Samples => ({
    score: [shareOf(places, (source) => source)],
    null: permutations.map((moved) => shareOf(places, (source) => moved[source] ?? -1)),
  });
  return { copying: samples(raised), suppression: samples(lowered) };
}

/** The first place of the extreme value. */
function placeOf(row: Float32Array, beats: (a: number, b: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (beats(row[i] ?? 0, row[best] ?? 0)) best = i;
  return best;
}

const shareOf = (places: readonly number[], wanted: (source: number) => number): number =>
  places.filter((place, source) => place === wanted(source)).length / Math.max(1, places.length);

/** One cycle through all of them: no place keeps its own. */
function derangement(n: number, random: () => number): number[] {
  const order = shuffled(
    Array.from({ length: n }, (_, i) => i),
    random,
  );
  const moved = new Array<number>(n).fill(-1);
  order.forEach((from, i) => {
    moved[from] = order[(i + 1) % n] ?? -1;
  });
  return moved;
}
