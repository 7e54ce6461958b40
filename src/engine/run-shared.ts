import type { ForwardRequest, KeyValueCache, LoadedModel } from '../../models/loaded.ts';
import type { Patch } from '../kernel/patch.ts';
import { sizeOf, type Tensor, tensor } from '../kernel/tensor.ts';
import { pickRows, takeRows } from './cache-rows.ts';
import { type Group, groupsOf, startsOf } from './shared-start.ts';
import { stepInterventions } from './step-interventions.ts';

/** Rows of which only the last position's logits are wanted. */
export type LastLogitsRequest = Pick<ForwardRequest, 'tokens' | 'patch' | 'interventions'>;

/**
 * Logits of the last position, `[rows, 1, vocab]`, of rows that begin like the first: what they share
 * is run once. Equal to running them whole, to rounding.
 */
export async function lastLogits(model: LoadedModel, request: LastLogitsRequest): Promise<Tensor> {
  const { tokens, patch, interventions } = request;
  const length = tokens[0]?.length ?? 0;
  const groups = groupsOf(startsOf(tokens, patch, interventions), length);
  const shared = groups.some(({ start }) => start > 0) ? await keysAndValues(model, request) : undefined;
  const { vocab } = model.facts;
  const logits = new Float32Array(tokens.length * vocab);
  for (const group of groups) {
    const found = await model.forward(fromStart(request, group, shared));
    const read = found.hooks.get('logits')?.data ?? new Float32Array(0);
    group.rows.forEach((row, i) => {
      logits.set(read.subarray(i * vocab, (i + 1) * vocab), row * vocab);
    });
  }
  return tensor([tokens.length, 1, vocab], logits);
}

/** Of the first row: what every row finds at the tokens it shares with it, before any edit of its own. */
async function keysAndValues(
  model: LoadedModel,
  { tokens }: LastLogitsRequest,
): Promise<KeyValueCache | undefined> {
  const last = (tokens[0]?.length ?? 1) - 1;
  const { cache } = await model.forward({
    tokens: tokens.slice(0, 1),
    hooks: ['logits'],
    logitPositions: [last],
    keepCache: true,
  });
  return cache;
}

function fromStart(
  { tokens, patch, interventions = [] }: LastLogitsRequest,
  { rows, start }: Group,
  shared: KeyValueCache | undefined,
): ForwardRequest {
  const length = tokens[0]?.length ?? 0;
  const cut = rows.map((row) => (tokens[row] ?? []).slice(start));
  return {
    tokens: cut,
    hooks: ['logits'],
    logitPositions: [length - start - 1],
    interventions: stepInterventions(interventions, start, length - start, rows),
    ...(patch === undefined ? {} : { patch: patchFrom(patch, rows, start) }),
    ...(start === 0 || shared === undefined
      ? {}
      : {
          cache: takeRows(
            shortened(shared, start),
            rows.map(() => 0),
          ),
        }),
  };
}

/** Keys and values of the first tokens only. */
const shortened = (cache: KeyValueCache, length: number): KeyValueCache => ({
  rows: cache.rows,
  length,
  layers: cache.layers.map(({ key, value }) => ({
    key: cutAxis(key, 2, 0, length),
    value: cutAxis(value, 2, 0, length),
  })),
});

const patchFrom = ({ gates, values }: Patch, rows: readonly number[], start: number): Patch => {
  const mine = pickRows(gates, rows);
  const after = (of: Tensor): Tensor => cutAxis(of, 1, start, of.shape[1] ?? 0);
  return {
    gates: cutAxis(mine, 2, start, gates.shape[2] ?? 0),
    values: { heads: values.heads.map(after), mlps: values.mlps.map(after) },
  };
};

/** Places `from … to − 1` of one axis, copied. */
function cutAxis({ shape, data }: Tensor, axis: number, from: number, to: number): Tensor {
  const length = shape[axis] ?? 0;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const kept = new Float32Array(outer * (to - from) * inner);
  for (let i = 0; i < outer; i++)
    kept.set(data.subarray((i * length + from) * inner, (i * length + to) * inner), i * (to - from) * inner);
  return { shape: [...shape.slice(0, axis), to - from, ...shape.slice(axis + 1)], data: kept };
}
