import type { LensFinding } from './findings.ts';

/**
 * The layer from which the last token read keeps its answer; the last layer where only the last state
 * has it. null when no state was read.
 */
export function settleDepth({ rows, settles }: Pick<LensFinding, 'rows' | 'settles'>): number | null {
  const last = settles.at(-1);
  if (last === undefined) return null;
  if (last.layer !== null) return last.layer;
  const layers = rows.flatMap(({ hook }) => /^blocks\.(\d+)\./.exec(hook)?.[1] ?? []).map(Number);
  return layers.length === 0 ? null : Math.max(...layers);
}
