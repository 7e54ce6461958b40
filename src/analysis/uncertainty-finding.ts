import type { FindingBase } from './findings.ts';
import type { AnswerSide, MeasureName, MeasureWorth } from './samples-finding.ts';

/** How sure the model is of its next words, by measures that need nobody to know the answer. */
export interface UncertaintyFinding
  extends FindingBase<'uncertainty'>,
    Pick<AnswerSide, 'texts' | 'clusters' | 'entropy' | 'interval' | 'next' | 'answer' | 'lens'> {
  readonly temperature: number;
  readonly seed: number;
  readonly measures: readonly {
    readonly measure: MeasureName;
    /** nats; logits of the margin, a layer of the settle depth, else a share. Null: settles only in the last state. */
    readonly value: number | null;
    readonly unit: 'nats' | 'logits' | 'layer' | 'share';
    /** What it is worth on this model, where somebody measured it. */
    readonly worth: MeasureWorth | null;
  }[];
}
