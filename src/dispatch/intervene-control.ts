import { type Distribution, distributionOf, divergence } from '../analysis/edited-distribution.ts';
import { interventionControl } from '../analysis/intervention.ts';
import { hasOthers, randomEdits } from '../analysis/intervention-edit.ts';
import type { EditedComponent, InterventionControl } from '../analysis/intervention-finding.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import { drawnInWords, editedLogits } from './intervene.ts';

const SETS = 20;

/**
 * The same edit on as many other components of the same kind: as one batch.
 *
 * @param ask     with the edited prompt
 * @param before  what the model says there without edits of components
 * @param kl      from there to the edit
 * @returns none where there are no others, every head or MLP being edited
 */
export async function interveneControl(
  ask: Ask,
  edits: readonly EditedComponent[],
  values: NodeValues | undefined,
  before: Distribution,
  kl: number,
): Promise<InterventionControl[]> {
  if (edits.length === 0 || !hasOthers(edits, ask.model)) return [];
  const sets = randomEdits(edits, ask.model, { count: SETS, seed: ask.seed });
  const logits = await editedLogits(ask, sets, values);
  const kls = logits.map((row) => divergence(before, distributionOf(row)));
  return [interventionControl('components', drawnInWords(edits, SETS), kl, kls)];
}
