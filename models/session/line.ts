import type { TokenId } from '../../src/kernel/ids.ts';
import { ModelError } from '../errors.ts';
import type { EmbeddingPoint, GradientRequest, Intervention } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { readRows } from './weight-reader.ts';

/**
 * Points on lines between embeddings as interventions on the stream entering layer 0. Where both
 * prompts have the same token there is nothing to do.
 *
 * @throws {ModelError} `rows-unequal` when a line does not fit its row, `token-outside-vocabulary`
 */
export async function lineInterventions(
  context: ModelContext,
  { tokens, line }: Pick<GradientRequest, 'tokens' | 'line'>,
): Promise<Intervention[]> {
  if (line === undefined) return [];
  checkLine(tokens, line, context.model.vocab);
  const embeddingOf = await embeddings(context, new Set([...tokens, ...line.map(({ from }) => from)].flat()));
  return line.flatMap(({ from, share }, row) =>
    (tokens[row] ?? []).flatMap((token, position): Intervention[] => {
      const start = from[position] ?? token;
      if (start === token || share === 1) return [];
      const value = lineBetween(embeddingOf(start), embeddingOf(token), share);
      return [{ kind: 'residual', layer: 0, row, position, value }];
    }),
  );
}

/** `(1 − share) · from + share · to` */
export const lineBetween = (from: Float32Array, to: Float32Array, share: number): Float32Array =>
  from.map((x, i) => (1 - share) * x + share * (to[i] ?? 0));

async function embeddings(
  { family, weights }: ModelContext,
  ids: ReadonlySet<TokenId>,
): Promise<(token: TokenId) => Float32Array> {
  const rows = await readRows(weights, family.weights.embedding, [...ids]);
  const byToken = new Map([...ids].map((id, i) => [id, rows[i]]));
  return (token) => byToken.get(token) ?? new Float32Array();
}

function checkLine(tokens: GradientRequest['tokens'], line: readonly EmbeddingPoint[], vocab: number): void {
  const fits =
    line.length === tokens.length && line.every(({ from }, i) => from.length === tokens[i]?.length);
  if (!fits)
    throw new ModelError({
      code: 'rows-unequal',
      what: `The lines start at ${line.map(({ from }) => from.length).join(', ')} tokens; the rows have ${tokens.map((row) => row.length).join(', ')}.`,
      fix: 'Give each row a start of as many tokens as it has.',
    });
  const outside = line
    .flatMap(({ from }) => from)
    .find((id) => !(Number.isInteger(id) && id >= 0 && id < vocab));
  if (outside !== undefined)
    throw new ModelError({
      code: 'token-outside-vocabulary',
      what: `Token ${outside} of a line is not one of the model's ${vocab}.`,
      fix: `Use ids from 0 to ${vocab - 1}, from this model's own tokenizer.`,
    });
}
