import { sizeOf, type Tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { AttributeRequest } from '../loaded.ts';

/**
 * Refuses what the run itself would not refuse.
 *
 * @throws {ModelError} `attribution-invalid`, `rows-unequal`, `place-outside-run`, `token-outside-vocabulary`
 */
export function checkAttribution(request: AttributeRequest, model: ModelDescription): void {
  const { points, edges, baseline, tokens } = request;
  if (points?.length === 0)
    throw invalid('There is no point at which to take the gradient.', 'Give at least one, or leave it out.');
  if (edges !== undefined && !(edges.top >= 0))
    throw invalid(
      `Edges into the ${edges.top} leading nodes cannot be had.`,
      'Give a number of nodes from 0.',
    );
  if (baseline !== undefined) checkBaseline(baseline, tokens.length, model);
}

function checkBaseline(
  { values, rows }: NonNullable<AttributeRequest['baseline']>,
  length: number,
  { layers, heads, headWidth, width, vocab }: ModelDescription,
): void {
  if (rows.length === 0 || rows.some((row) => row.length !== length))
    throw new ModelError({
      code: 'rows-unequal',
      what: `The counterfactual's versions have ${rows.map((row) => row.length).join(', ') || 'no'} tokens; the prompt has ${length}.`,
      fix: 'Give at least one version, each of as many tokens as the prompt.',
    });
  const outside = rows.flat().find((id) => !(Number.isInteger(id) && id >= 0 && id < vocab));
  if (outside !== undefined)
    throw new ModelError({
      code: 'token-outside-vocabulary',
      what: `Token ${outside} of the counterfactual is not one of the model's ${vocab}.`,
      fix: `Use ids from 0 to ${vocab - 1}, from this model's own tokenizer.`,
    });
  if (values.heads.length !== layers || values.mlps.length !== layers)
    throw misfit(`values of ${values.heads.length} and ${values.mlps.length} layers`, `${layers} layers`);
  for (const z of values.heads) checkShape('head values', z, [1, length, heads, headWidth]);
  for (const out of values.mlps) checkShape('MLP values', out, [1, length, width]);
}

function checkShape(what: string, { shape, data }: Tensor, wanted: readonly number[]): void {
  if (shape.join() !== wanted.join() || data.length !== sizeOf(wanted))
    throw misfit(`${what} of shape [${shape.join(', ')}]`, `[${wanted.join(', ')}]`);
}

const invalid = (what: string, fix: string): ModelError =>
  new ModelError({ code: 'attribution-invalid', what, fix }, 2);

const misfit = (what: string, has: string): ModelError =>
  new ModelError({
    code: 'place-outside-run',
    what: `The baseline has ${what}; the run has ${has}.`,
    fix: 'Take the baseline from a run of this model over as many tokens.',
  });
