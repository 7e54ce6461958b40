import { blockHook } from '../kernel/hooks.ts';
import { at, dot } from '../kernel/tensor.ts';
import type { MetricDirection, Trace } from '../kernel/trace.ts';
import type { DirectFinding, Metric } from './findings.ts';
import { hookOf } from './hook-of.ts';

type Part = DirectFinding['parts'][number];
type Path = DirectFinding['paths'][number];

/**
 * Direct logit attribution: how much each component's own output at the answering position adds to
 * the metric, with the final norm's scale σ as it was in this run:
 * `score(c) = c · (γ ∘ Σ_t weight_t W_U[:, t]) / σ`.
 *
 * A head's score is split further by the token it read, `A[last, src] · v[src] W_O · direction / σ`;
 * the splits of one head sum to its score.
 *
 * @param trace   needs hook_embed, every hook_v, hook_pattern, hook_z and hook_mlp_out, ln_final.hook_scale
 * @param toward  the metric as a residual direction
 * @param metric  its value from the run's own logits, which the parts must sum to
 * @returns every part; `error` = sum − metric.value, of the order of float32 rounding
 * @throws {AnalysisError} `hook-missing`
 * @see Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits"; Wang et al. 2211.00593
 */
export function direct(trace: Trace, toward: MetricDirection, metric: Metric): DirectFinding {
  const scale = at(hookOf(trace, 'ln_final.hook_scale'), 0, metric.position).data[0] ?? Number.NaN;
  const along = (state: Float32Array) => dot(state, toward.direction) / scale;
  const here = (hook: string) => along(at(hookOf(trace, hook), 0, metric.position).data);

  const parts: Part[] = [{ node: `E@${metric.position}`, score: here('hook_embed') }];
  const paths: Path[] = [];
  for (let layer = 0; layer < trace.model.layers; layer++) {
    parts.push(...headParts(trace, toward, layer, metric.position, scale));
    paths.push(...headPaths(trace, toward, layer, metric.position, scale));
    parts.push({ node: `M${layer}@${metric.position}`, score: here(blockHook(layer, 'hook_mlp_out')) });
  }
  parts.push({ node: 'B', score: toward.constant + toward.biases / scale });

  const sum = parts.reduce((total, { score }) => total + score, 0);
  return {
    kind: 'direct',
    method: 'direct logit attribution (Elhage 2021), final norm frozen at this run',
    unit: 'logits',
    control: `the ${parts.length} parts sum to ${sum.toFixed(4)}, the model says ${metric.value.toFixed(4)}`,
    caveats: [
      'Direct parts: what a component does through later components is not in its part; in the graph it is.',
    ],
    metric,
    parts,
    paths,
    sum,
    error: sum - metric.value,
  };
}

/** `z · W_O · direction / σ` of every head of a layer at the answering position. */
function headParts(
  trace: Trace,
  toward: MetricDirection,
  layer: number,
  position: number,
  scale: number,
): Part[] {
  const z = at(hookOf(trace, blockHook(layer, 'attn.hook_z')), 0, position);
  return Array.from({ length: trace.model.heads }, (_, head) => ({
    node: `L${layer}H${head}@${position}`,
    score: dot(at(z, head).data, at(toward.heads, layer, head).data) / scale,
  }));
}

function headPaths(
  trace: Trace,
  toward: MetricDirection,
  layer: number,
  position: number,
  scale: number,
): Path[] {
  const pattern = at(hookOf(trace, blockHook(layer, 'attn.hook_pattern')), 0);
  const values = at(hookOf(trace, blockHook(layer, 'attn.hook_v')), 0);
  const group = trace.model.heads / trace.model.kvHeads;
  return Array.from({ length: trace.model.heads }, (_, head) => {
    const look = at(pattern, head, position).data;
    const write = at(toward.heads, layer, head).data;
    return Array.from({ length: position + 1 }, (_, from) => ({
      node: `L${layer}H${head}@${position}`,
      from,
      score: ((look[from] ?? 0) * dot(at(values, from, Math.floor(head / group)).data, write)) / scale,
    }));
  }).flat();
}
