import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import type { WeightFolder } from './weight-folder.ts';

/** What every session over one model's weights is made from. */
export interface ModelContext {
  readonly family: Family;
  readonly model: ModelDescription;
  readonly weights: WeightTable;
  readonly folder: WeightFolder;
}
