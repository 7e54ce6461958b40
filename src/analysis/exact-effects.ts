import { correlation } from './correlation.ts';
import type { NodeName } from './findings.ts';

export interface ExactEffects {
  readonly nodes: readonly {
    readonly id: NodeName;
    readonly score: number;
    /** Metric of the model minus metric with this node alone ablated, logits. */
    readonly effect: number;
  }[];
  /** Pearson's r between scores and effects; null where one of them does not vary. */
  readonly r: number | null;
}

/**
 * Scores beside exact effects: the truth check of an attribution.
 *
 * @param values  the metric of the model as it is, then with each node ablated
 */
export function exactEffects(
  scored: readonly { readonly id: NodeName; readonly score: number }[],
  values: readonly number[],
): ExactEffects {
  const [full = Number.NaN, ...without] = values;
  const nodes = scored.map((node, i) => ({ ...node, effect: full - (without[i] ?? Number.NaN) }));
  const r = correlation(
    nodes.map(({ score }) => score),
    nodes.map(({ effect }) => effect),
  );
  return { nodes, r: Number.isFinite(r) ? r : null };
}
