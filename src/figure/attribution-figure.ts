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
  readonly trail?: Trail;
}

export type AttributionColumn = Column & {
  readonly label: string;
  /** What was read from this token, summed over the drawn edges that leave it; logits. */
  readonly total: number;
  /** `total` against the largest, −1..1: the tint. */
  readonly tint: number;
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
  /** |score| against the largest drawn node of its kind (tokens read, components), 0..1: the size. */
  readonly share: number;
  /** Name and value for the leading nodes; the others are drawn unnamed. */
  readonly name?: string;
  readonly value?: string;
}

export interface AttributionEdge {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  /** |score| against the largest drawn edge of its kind (into the answer, the others), 0..1: width and opacity. */
  readonly share: number;
}
