import { blockHook } from '../kernel/hooks.ts';
import { at, norm } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { DirectFinding } from './findings.ts';
import { hookOf } from './hook-of.ts';
import type { ChangedPart, InterventionFinding } from './intervention-finding.ts';
import { finalScale } from './leading-heads.ts';

/** One run, and what each component adds to the metric in it. */
export interface Attributed {
  readonly trace: Trace;
  readonly direct: DirectFinding;
}

export interface PartChanges {
  readonly parts: readonly ChangedPart[];
  readonly changes: InterventionFinding['changes'];
}

/**
 * How each component's direct contribution to the metric changed, and what of it is its own doing.
 *
 * A part is c · d / σ, so it also changes where only the final norm's scale σ does. Held apart:
 * `after − before · σ_before / σ_after` is what another output c did, and is exactly 0 for a component
 * that the edit does not reach; the rest, summed over all parts, is the norm's. Both together are the
 * change of the metric. Components that answer an edit by changing the other way are self-repair
 * (McGrath et al. 2307.15771).
 *
 * @param constant  of the metric, what does not pass through the norm (an unembedding bias)
 * @param edited    names of the edited components
 */
export function changedParts(
  before: Attributed,
  after: Attributed,
  constant: number,
  edited: ReadonlySet<string>,
): PartChanges {
  const ratio = scaleOf(before) / scaleOf(after);
  const rescaled = (node: string, score: number): number =>
    node === 'B' ? constant + (score - constant) * ratio : score * ratio;
  const was = new Map(before.direct.parts.map(({ node, score }) => [bare(node), score]));
  const parts = after.direct.parts.map(({ node: placed, score }): ChangedPart => {
    const node = bare(placed);
    const old = was.get(node) ?? Number.NaN;
    const moved = movedBy(node, before, after);
    // What did not move changed nothing, whatever rounding says of σ.
    const change = moved === 0 ? 0 : score - rescaled(node, old);
    return { node, before: old, after: score, change, moved };
  });
  const sum = (of: readonly ChangedPart[]): number => of.reduce((total, { change }) => total + change, 0);
  const own = sum(parts.filter(({ node }) => edited.has(node)));
  const others = sum(parts.filter(({ node }) => !edited.has(node)));
  const norm = parts.reduce((total, part) => total + rescaled(part.node, part.before) - part.before, 0);
  const change = after.direct.metric.value - before.direct.metric.value;
  return { parts, changes: { own, others, norm, error: own + others + norm - change } };
}

const bare = (node: string): string => node.replace(/@\d+$/, '');

const scaleOf = ({ trace, direct }: Attributed): number => finalScale(trace, direct.metric.position);

/** ‖output after − before‖ / ‖before‖ at the answering position. */
function movedBy(node: string, before: Attributed, after: Attributed): number | null {
  const [was, is] = [before, after].map((run) => outputOf(node, run));
  if (was === undefined || is === undefined) return null;
  const size = norm(was);
  return size > 0 ? norm(is.map((value, i) => value - (was[i] ?? 0))) / size : null;
}

function outputOf(node: string, { trace, direct }: Attributed): Float32Array | undefined {
  const { position } = direct.metric;
  const [, layer, head, mlp] = /^(?:L(\d+)H(\d+)|M(\d+))$/.exec(node) ?? [];
  if (mlp !== undefined) return at(hookOf(trace, blockHook(Number(mlp), 'hook_mlp_out')), 0, position).data;
  if (layer !== undefined && head !== undefined)
    return at(hookOf(trace, blockHook(Number(layer), 'attn.hook_z')), 0, position, Number(head)).data;
  return node === 'E' ? at(hookOf(trace, 'hook_embed'), 0, position).data : undefined;
}
