import { blockHook, type HookName } from '../kernel/hooks.ts';
import { at, dot, type Tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import { hookOf } from './hook-of.ts';
import { readValue } from './ov.ts';
import type { ResidueLook } from './residue-finding.ts';

type Layer = ResidueLook['layers'][number];

/** Heads below this share of attention off the sinks do not count: they rest. */
const AWAKE = 0.3;

/**
 * Where the answering position looks and what comes of it, layer by layer: salience is the mean
 * attention of the heads that look elsewhere than at a sink, work is `|Σ_h A · v · ∂m/∂z|`, the part
 * of the metric that the values read there carry. Both are shares over the sources that are no sinks.
 *
 * @param trace      needs every hook_pattern and hook_v
 * @param gradients  of the metric at every hook_z, `[1, token, head, headWidth]`; without one, work is empty
 * @throws {AnalysisError} `hook-missing`
 */
export function lookLayers(
  trace: Trace,
  gradients: ReadonlyMap<HookName, Tensor>,
  sinks: readonly number[],
): Layer[] {
  const query = trace.tokens.length - 1;
  return Array.from({ length: trace.model.layers }, (_, layer) => {
    const gradient = gradients.get(blockHook(layer, 'attn.hook_z'));
    const pattern = hookOf(trace, blockHook(layer, 'attn.hook_pattern'));
    const heads = Array.from({ length: trace.model.heads }, (_, head) => ({
      head,
      row: awake(at(pattern, 0, head, query).data.subarray(0, query + 1), sinks),
    }));
    const counted = heads.filter(({ row }) => sum(row) > AWAKE);
    if (counted.length === 0) return { heads: 0, salience: [], work: [] };
    const salience = mean(counted.map(({ row }) => shares(row)));
    if (gradient === undefined) return { heads: counted.length, salience, work: [] };
    const carried = Array.from({ length: query + 1 }, (_, source) =>
      sinks.includes(source)
        ? 0
        : Math.abs(
            sum(
              heads.map(
                ({ head, row }) =>
                  (row[source] ?? 0) *
                  dot(readValue(trace, { layer, head }, source), at(gradient, 0, query, head).data),
              ),
            ),
          ),
    );
    return { heads: counted.length, salience, work: shares(carried) };
  });
}

/** Attention with the sinks taken out, not yet renormalised. */
const awake = (row: Float32Array, sinks: readonly number[]): number[] =>
  Array.from(row, (share, source) => (sinks.includes(source) ? 0 : share));

/** Salience of each source over the layers in which any head counts. */
export const meanSalience = (layers: readonly Layer[]): number[] => {
  const seen = layers.filter(({ heads }) => heads > 0).map(({ salience }) => salience);
  return seen.length === 0 ? [] : mean(seen);
};

const mean = (rows: readonly (readonly number[])[]): number[] =>
  (rows[0] ?? []).map((_, i) => sum(rows.map((row) => row[i] ?? 0)) / rows.length);

const shares = (row: readonly number[]): number[] => {
  const total = sum(row);
  return row.map((x) => (total > 0 ? x / total : 0));
};

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
