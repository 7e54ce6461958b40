import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { expectedWeights } from './expected-weights.ts';

/** Anything that lists tensors by name: a WeightTable, or a GGUF file's under Hugging Face's names. */
export interface ShapeTable {
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[] }>;
}

/**
 * Every weight of the description is there, in its shape. Further tensors are ignored, as
 * `transformers` does (old checkpoints carry their rotary frequencies).
 *
 * @param where  the file or folder, for the error
 * @throws {ModelError} `tensor-missing`, `shape-mismatch`
 */
export function checkWeights(table: ShapeTable, description: ModelDescription, where: string): void {
  const expected = expectedWeights(description);
  const missing = [...expected.keys()].filter((name) => !table.tensors.has(name));
  const [first] = missing;
  if (first !== undefined) throw lacks(first, missing.length, where);
  for (const [name, shape] of expected) {
    const found = table.tensors.get(name)?.shape ?? [];
    if (found.length !== shape.length || found.some((n, axis) => n !== shape[axis]))
      throw misshapen(name, found, shape, where);
  }
}

const lacks = (name: string, count: number, where: string): ModelError =>
  new ModelError({
    code: 'tensor-missing',
    what: `The weights lack ${name}${count > 1 ? ` and ${count - 1} more` : ''}.`,
    where,
    fix:
      name === 'lm_head.weight'
        ? 'Set "tie_word_embeddings": true in config.json if the model reads its embedding table backwards.'
        : 'Weights and configuration are not of the same model, or a shard is missing: fetch both again.',
  });

const misshapen = (
  name: string,
  found: readonly number[],
  wanted: readonly number[],
  where: string,
): ModelError =>
  new ModelError({
    code: 'shape-mismatch',
    what: `${name} is [${found.join(', ')}] where its configuration needs [${wanted.join(', ')}].`,
    where,
    fix: 'Weights and configuration are not of the same model: fetch both again.',
  });
