/**
 * Which depths of a lens are shown when there are more than fit: every one if they fit; else the
 * deepest half of the budget in full, where words appear, and an even spread of the depths before it,
 * the first (the embedding) included. Rows in `always` are kept in place of their neighbours.
 *
 * @returns indices in depth order
 */
export function chooseDepths(count: number, always: readonly number[], budget: number): number[] {
  if (count <= budget) return Array.from({ length: count }, (_, i) => i);
  const deep = Math.ceil(budget / 2);
  const spread = budget - deep;
  const early = Array.from({ length: spread }, (_, i) => Math.floor((i * (count - deep)) / spread));
  const chosen = new Set([...early, ...Array.from({ length: deep }, (_, i) => count - deep + i)]);
  for (const wanted of always) swapIn(chosen, wanted, count);
  return [...chosen].sort((a, b) => a - b);
}

/** Puts `wanted` in place of the nearest chosen depth that is neither the first nor the last. */
function swapIn(chosen: Set<number>, wanted: number, count: number): void {
  if (chosen.has(wanted) || wanted < 0 || wanted >= count) return;
  const [nearest] = [...chosen]
    .filter((depth) => depth !== 0 && depth !== count - 1)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
  if (nearest !== undefined) chosen.delete(nearest);
  chosen.add(wanted);
}
