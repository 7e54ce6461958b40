import type { Ask } from '../../src/dispatch/command.ts';
import { pointsTo } from '../../src/dispatch/score-nodes.ts';
import type { Against } from './measure-baseline.ts';

/**
 * The nodes that `reflect.trace` draws: chosen together so that they carry the metric by themselves.
 *
 * @returns numbers of the node space; none for a `top` of 0
 */
export async function drawnNodes(
  { runner, prompt, options }: Ask,
  { terms, counterfactual, values }: Against,
  top: number,
): Promise<number[]> {
  if (top === 0) return [];
  const { edges, nodes } = await runner.attribute(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      metric: terms,
      rules: 'exact',
      points: pointsTo(counterfactual.rows),
      baseline: { values, rows: counterfactual.rows },
      edges: { top, choose: 'circuit' },
    },
    options,
  );
  return (edges?.receivers ?? []).map(({ place }) => place).filter((place) => place < nodes.data.length);
}
