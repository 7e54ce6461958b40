import type { Patch } from '../../src/kernel/patch.ts';
import { sizeOf, type Tensor } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { ForwardRequest, Intervention } from '../loaded.ts';

export interface Caps {
  /** Tokens of one call. */
  readonly maxTokens: number;
  /** Positions of a conversation, cache included. */
  readonly context: number;
}

/**
 * Refuses a request before any memory is spent on it.
 *
 * @throws {ModelError} `rows-unequal`, `prompt-too-long`, `token-outside-vocabulary`, `place-outside-run`
 */
export function checkRequest(request: ForwardRequest, model: ModelDescription, caps: Caps): void {
  const { tokens, cache } = request;
  const length = tokens[0]?.length ?? 0;
  if (length === 0 || tokens.some((row) => row.length !== length)) throw unequal(tokens);
  if (cache !== undefined && cache.rows !== tokens.length) throw otherBatch(cache.rows, tokens.length);
  if (length > caps.maxTokens) throw tooLong(length, caps.maxTokens);
  const positions = length + (cache?.length ?? 0);
  if (positions > caps.context) throw tooLong(positions, caps.context);
  for (const id of tokens.flat())
    if (!Number.isInteger(id) || id < 0 || id >= model.vocab) throw outside(id, model.vocab);
  for (const position of request.logitPositions ?? [])
    if (!within(position, length)) throw elsewhere(`position ${position}`, `${length} tokens`);
  const run = { rows: tokens.length, length, past: cache?.length ?? 0 };
  if (request.patch !== undefined) checkPatch(request.patch, model, run);
  for (const each of request.interventions ?? []) {
    if (each.row !== undefined && !within(each.row, run.rows))
      throw elsewhere(`row ${each.row}`, `${run.rows} rows`);
    if (each.kind === 'mask') checkMask(each, run);
    else checkPlace(each, model, run);
  }
}

interface Run {
  readonly rows: number;
  readonly length: number;
  readonly past: number;
}

function checkPlace(
  intervention: Exclude<Intervention, { kind: 'mask' }>,
  model: ModelDescription,
  run: Run,
): void {
  const { layer, position } = intervention;
  const layers = intervention.kind === 'residual' ? model.layers + 1 : model.layers;
  if (!within(layer, layers)) throw elsewhere(`layer ${layer}`, `${model.layers} layers`);
  if (position !== undefined && !within(position, run.length))
    throw elsewhere(`position ${position}`, `${run.length} tokens`);
  if (intervention.kind === 'head' && !within(intervention.head, model.heads))
    throw elsewhere(`head ${intervention.head}`, `${model.heads} heads`);
  checkWidth(intervention, model);
}

function checkPatch({ gates, values }: Patch, model: ModelDescription, { rows, length }: Run): void {
  const { layers, heads, headWidth, width } = model;
  checkShape('patch gates', gates, [rows, layers, length, heads + 1]);
  if (values.heads.length !== layers || values.mlps.length !== layers)
    throw elsewhere(`patch values of ${values.heads.length} layers`, `${layers} layers`);
  for (const z of values.heads) checkShape('patch head values', z, [1, length, heads, headWidth]);
  for (const out of values.mlps) checkShape('patch MLP values', out, [1, length, width]);
}

function checkShape(what: string, { shape, data }: Tensor, wanted: readonly number[]): void {
  if (shape.join() !== wanted.join() || data.length !== sizeOf(wanted))
    throw elsewhere(`${what} of shape [${shape.join(', ')}]`, `[${wanted.join(', ')}] for them`);
}

function checkMask({ query, from, key }: Extract<Intervention, { kind: 'mask' }>, run: Run): void {
  if (!within(key + run.past, run.past + run.length)) throw elsewhere(`key ${key}`, `${run.length} tokens`);
  if (query !== undefined && !within(query, run.length))
    throw elsewhere(`query ${query}`, `${run.length} tokens`);
  if (from !== undefined && !within(from, run.length + 1))
    throw elsewhere(`query ${from}`, `${run.length} tokens`);
}

function checkWidth(intervention: Exclude<Intervention, { kind: 'mask' }>, model: ModelDescription): void {
  const given = intervention.kind === 'residual' ? intervention.value : intervention.baseline;
  const wanted = intervention.kind === 'head' ? model.headWidth : model.width;
  if (given !== undefined && given.length !== wanted)
    throw elsewhere(`${intervention.kind} value of ${given.length} numbers`, `${wanted} numbers a place`);
}

const within = (index: number, count: number): boolean =>
  Number.isInteger(index) && index >= 0 && index < count;

const unequal = (rows: readonly (readonly unknown[])[]): ModelError =>
  new ModelError({
    code: 'rows-unequal',
    what: `The rows of one run must have the same number of tokens, at least one; got ${rows.map((row) => row.length).join(', ') || 'none'}.`,
    fix: 'Run prompts of different length one after another.',
  });

const otherBatch = (cached: number, rows: number): ModelError =>
  new ModelError({
    code: 'rows-unequal',
    what: `The cache holds ${cached} rows and the run has ${rows}.`,
    fix: 'Continue a cache with the rows it was made from.',
  });

const tooLong = (tokens: number, cap: number): ModelError =>
  new ModelError(
    {
      code: 'prompt-too-long',
      what: `${tokens} tokens are more than the ${cap} that fit this model here.`,
      fix: `Shorten the text to ${cap} tokens.`,
    },
    2,
  );

const outside = (id: number, vocab: number): ModelError =>
  new ModelError(
    {
      code: 'token-outside-vocabulary',
      what: `Token ${id} is not one of the model's ${vocab}.`,
      fix: `Use ids from 0 to ${vocab - 1}, from this model's own tokenizer.`,
    },
    2,
  );

const elsewhere = (what: string, has: string): ModelError =>
  new ModelError({
    code: 'place-outside-run',
    what: `The intervention or the request names ${what}; the run has ${has}.`,
    fix: 'Count layers, heads, rows and positions from 0.',
  });
