import { percent } from '../kernel/numbers.ts';
import type { InfluenceFit } from './influence-finding.ts';

/** A fit below this r on masks it did not see describes the model badly. */
const POOR = 0.9;
/** An answer of less is one of several. */
const UNSURE = 0.5;

/** Probability of what has these log-odds. */
export const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/**
 * Why the links to a piece may mislead, weightiest first; none where nothing speaks against them.
 *
 * @param said  an answer of the model, and not a text that was given: then it ought to be sure of it
 */
export function doubtsOf(
  { heldOut: { r }, own, prob }: Pick<InfluenceFit, 'heldOut' | 'own' | 'prob'>,
  said: boolean,
): string[] {
  return [
    ...(r !== null && r < POOR ? [`the fit is poor (r ${r.toFixed(2)} on masks it did not see)`] : []),
    ...(own || !said ? [] : ['it is not what the model itself would say']),
    ...(said && prob < UNSURE ? [`the model gives it only ${percent(prob)}`] : []),
  ];
}
