import { randomFrom } from '../kernel/random.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { NodeName } from './findings.ts';
import type { NodeSpace } from './node-space.ts';

/** A head or MLP at all positions of a prompt. */
export interface WholeComponent {
  /** `L5H1`, `M5` */
  readonly id: NodeName;
  readonly layer: number;
  /** A head, or `heads` for the MLP. */
  readonly unit: number;
}

export function wholeComponents({ layers, heads }: NodeSpace): WholeComponent[] {
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads + 1 }, (_, unit) => ({
      id: unit === heads ? `M${layer}` : `L${layer}H${unit}`,
      layer,
      unit,
    })),
  ).flat();
}

/** Its nodes, as the gates of a patch count them. */
export const nodesOf = ({ heads, tokens }: NodeSpace, { layer, unit }: WholeComponent): number[] =>
  Array.from({ length: tokens }, (_, position) => (layer * tokens + position) * (heads + 1) + unit);

/** @param nodes  scores `[layer, token, heads + 1]` @returns the sum over positions */
export const scoreOf = (space: NodeSpace, nodes: Tensor, component: WholeComponent): number =>
  nodesOf(space, component).reduce((sum, node) => sum + (nodes.data[node] ?? 0), 0);

/** Sets of as many heads and as many MLPs as a set has, drawn from those that are not in it. */
export function randomLike(
  all: readonly WholeComponent[],
  set: readonly WholeComponent[],
  { heads, count, seed }: { readonly heads: number; readonly count: number; readonly seed: number },
): WholeComponent[][] {
  const random = randomFrom(seed);
  const inSet = new Set(set.map(({ id }) => id));
  const isMlp = ({ unit }: WholeComponent) => unit === heads;
  return Array.from({ length: count }, () =>
    [true, false].flatMap((mlp) => {
      const size = set.filter((component) => isMlp(component) === mlp).length;
      const pool = all.filter((component) => isMlp(component) === mlp && !inSet.has(component.id));
      return pool
        .map((component) => ({ component, at: random() }))
        .sort((a, b) => a.at - b.at)
        .slice(0, size)
        .map(({ component }) => component);
    }),
  );
}
