import type { ForwardRequest, LoadedModel } from '../../models/loaded.ts';
import type { HookName } from '../kernel/hooks.ts';
import type { Tensor } from '../kernel/tensor.ts';
import { assertFits, runBytes } from './memory.ts';
import { ownTensor } from './ownership.ts';
import { assertPrompt } from './request-checks.ts';
import { lastLogits } from './run-shared.ts';
import type { BatchRequest, TraceRequest } from './runner.ts';
import { LAST_LOGITS, type TraceCache } from './trace-cache.ts';
import { traceKey } from './trace-key.ts';

/**
 * The tensors of one run, from the cache as far as they are there. What is handed out is a copy:
 * callers may do with it what they like.
 *
 * @throws {EngineError} `prompt-empty`, `too-large`; {ModelError} of the run
 */
export async function runTrace(
  model: LoadedModel,
  cache: TraceCache,
  request: TraceRequest,
  maxRunBytes: number,
): Promise<ReadonlyMap<HookName, Tensor>> {
  assertPrompt(request.tokens);
  const key = traceKey(model.facts.fingerprint, request.tokens, request.interventions);
  const wanted = wantedHooks(request);
  const kept = cache.find(key, wanted);
  const missing = wanted.filter((hook) => !kept.has(hook));
  if (missing.length > 0) {
    const fresh = await runBatch(model, { ...request, rows: [request.tokens] }, missing, maxRunBytes);
    cache.add(key, fresh);
    for (const [hook, tensor] of fresh) kept.set(hook, tensor);
  }
  return answer(kept, wanted, ownTensor);
}

/** As runTrace, for rows of equal length; nothing is kept. */
export async function runRows(
  model: LoadedModel,
  request: BatchRequest,
  maxRunBytes: number,
): Promise<ReadonlyMap<HookName, Tensor>> {
  assertPrompt(request.rows[0]);
  const wanted = wantedHooks(request);
  return answer(await runBatch(model, request, wanted, maxRunBytes), wanted, (tensor) => tensor);
}

async function runBatch(
  model: LoadedModel,
  { rows, patch, interventions = [] }: Pick<BatchRequest, 'rows' | 'patch' | 'interventions'>,
  hooks: readonly HookName[],
  maxRunBytes: number,
): Promise<Map<HookName, Tensor>> {
  const tokens = rows[0]?.length ?? 0;
  const lastOnly = hooks.includes(LAST_LOGITS);
  const names = hooks.map((hook) => (hook === LAST_LOGITS ? 'logits' : hook));
  const size = { rows: rows.length, tokens, hooks: names, logitPositions: lastOnly ? 1 : tokens };
  assertFits(
    runBytes(model.facts, size),
    maxRunBytes,
    `${rows.length} × ${tokens} tokens with ${names.length} hooks`,
  );
  const edits = patch === undefined ? { interventions } : { interventions, patch };
  if (lastOnly && names.length === 1 && rows.length > 1)
    return new Map([[LAST_LOGITS, await lastLogits(model, { tokens: rows, ...edits })]]);
  const request: ForwardRequest = { tokens: rows, hooks: names, ...edits };
  const result = await model.forward(lastOnly ? { ...request, logitPositions: [tokens - 1] } : request);
  return new Map(
    hooks.map((hook, i) => {
      const tensor = result.hooks.get(names[i] ?? hook);
      if (tensor === undefined) throw new TypeError(`a run without ${hook}`);
      return [hook, tensor];
    }),
  );
}

/** The hooks asked for, logits under the name that says which of them. */
function wantedHooks({ hooks, logits }: Pick<TraceRequest, 'hooks' | 'logits'>): HookName[] {
  const others = hooks.filter((hook) => hook !== 'logits');
  if (logits === undefined && others.length === hooks.length) return [...new Set(others)];
  return [...new Set(others), logits === 'last' ? LAST_LOGITS : 'logits'];
}

const answer = (
  tensors: ReadonlyMap<HookName, Tensor>,
  wanted: readonly HookName[],
  out: (tensor: Tensor) => Tensor,
): ReadonlyMap<HookName, Tensor> =>
  new Map(
    wanted.flatMap((hook) => {
      const tensor = tensors.get(hook);
      return tensor === undefined ? [] : [[hook === LAST_LOGITS ? 'logits' : hook, out(tensor)]];
    }),
  );
