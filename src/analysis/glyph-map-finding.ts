import type { FindingBase, Metric } from './findings.ts';
import type { Role } from './roles-finding.ts';

/** Role × prompt: which heads did here what they do on random tokens, and what that did to the answer. */
export interface GlyphMapFinding extends FindingBase<'glyph-map'> {
  readonly metric: Metric;
  /** What ablated heads put out instead. */
  readonly ablation: string;
  /** A head did it with a score above this, and above its role's `null99`. */
  readonly floor: number;
  readonly roles: readonly RoleHere[];
  /** All of them, layer by layer. */
  readonly heads: readonly GlyphHere[];
  /** Exact effects of heads that hold no role, in size: what is nothing special; null where there are none. */
  readonly others: { readonly n: number; readonly median: number; readonly p95: number } | null;
}

export interface RoleHere {
  readonly role: Role;
  /** Tokens of the prompt at which it could be done: mean over the heads that hold it where that differs by head. */
  readonly places: number;
  /** 99th percentile of what all heads score at other keys, or other words, of the same places; null without a place. */
  readonly null99: number | null;
}

export interface GlyphHere {
  readonly head: string;
  /** On random tokens. */
  readonly role: Role | 'none';
  /** Of that role, in this prompt, 0 to 1; null where there was no place to do it. */
  readonly score: number | null;
  /** Null without a role, or without a place. */
  readonly did: boolean | null;
  /** Path-averaged attribution to the metric, over all positions, logits; null without a counterfactual. */
  readonly attribution: number | null;
  /** Metric of the model minus with this head ablated at every position, exactly; null where it was not measured. */
  readonly effect: number | null;
}
