import type { Column } from './columns.ts';
import type { FigureBase } from './figure-base.ts';
import type { NodeKind } from './node-name.ts';
import type { Trail } from './trail.ts';

/** The attribution console: tokens left to right, depth bottom to top, the answer on top. */
export interface AttributionFigure extends FigureBase {
  readonly kind: 'attribution';
  readonly layers: number;
  readonly columns: readonly AttributionColumn[];
  /** Index into `columns` of the answering position. */
  readonly answerColumn: number;
  readonly answer: Said;
  /** The likeliest other words, the one compared with first. */
  readonly rivals: readonly Said[];
  readonly nodes: readonly AttributionNode[];
  readonly edges: readonly AttributionEdge[];
  /** Nodes that undo one another. */
  readonly pairs: readonly CancellingPair[];
  /** What is drawn of what, weightiest first; what does not fit is left out, whole. */
  readonly notes: readonly string[];
  /** Why not to trust the picture, or to trust it less: a band across it. */
  readonly doubt?: Doubt;
  /** Signs that occur, in the order of the legend. */
  readonly signs: readonly Sign[];
  readonly trail?: Trail;
}

export interface Doubt {
  /** The gravest first; what does not fit is left out, whole. */
  readonly parts: readonly string[];
  /** The picture does not explain the answer. */
  readonly grave: boolean;
}

export type Sign =
  | 'supports'
  | 'opposes'
  | 'head'
  | 'mlp'
  | 'embedding'
  | 'query'
  | 'key'
  | 'cancels'
  | 'disagrees'
  | 'unmeasured'
  | 'exchanged'
  | 'random'
  | 'total';

export type AttributionColumn = Column & {
  readonly label: string;
  /** Token total: the summed scores of the drawn nodes at this token (of a gap: at its tokens); logits. */
  readonly total: number;
  /** `total` against the largest, −1..1: the tint. */
  readonly tint: number;
  /** What stands here in the counterfactual. */
  readonly exchanged?: string;
};

export interface Said {
  readonly label: string;
  /** `62 %`; absent when the word is not among those whose probability the reply lists. */
  readonly prob?: string;
  /** The word that the answer is compared with. */
  readonly against: boolean;
}

export interface AttributionNode {
  readonly id: string;
  readonly kind: Exclude<NodeKind, 'logit'>;
  readonly layer: number | null;
  /** Index into `columns`. */
  readonly column: number;
  readonly score: number;
  /** |score| against the largest drawn node, 0..1: the size. */
  readonly share: number;
  /** Metric of the model minus metric with this node alone ablated, logits; absent when not measured. */
  readonly effect?: number;
  /** Effects of others were measured, this one's was not: drawn hollow. */
  readonly hollow: boolean;
  /** Score and effect have opposite signs, and neither is small. */
  readonly disagrees: boolean;
  /** Name and value for the leading nodes; the others are drawn unnamed. */
  readonly name?: string;
  readonly value?: string;
  /** `≠ −0.31`: the effect of a named node that disagrees. */
  readonly contrary?: string;
}

export interface AttributionEdge {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  /** |score| against that of a full-width edge (see `fullWidth`), at most 1: width and opacity. */
  readonly share: number;
  readonly via?: 'query' | 'key' | 'value' | 'mlp' | 'logit';
  /** Strong enough for the sign of its query or key. */
  readonly marked: boolean;
}

export interface CancellingPair {
  readonly nodes: readonly [string, string];
  /** Exact effect of ablating both, logits. */
  readonly together: number;
}
