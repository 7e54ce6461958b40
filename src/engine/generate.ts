import { setImmediate as loopTurn } from 'node:timers/promises';
import type { CacheRoom, ForwardRequest, KeyValueCache, LoadedModel } from '../../models/loaded.ts';
import { turningRooms } from '../../models/session/cache-rooms.ts';
import type { HookName } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { takeRows } from './cache-rows.ts';
import { cancelled } from './errors.ts';
import { assertGeneration } from './request-checks.ts';
import type { GenerateRequest, Generation } from './runner.ts';
import { createSample, type Sample } from './sample.ts';
import { stepInterventions } from './step-interventions.ts';

export type GenerateOptions = CallOptions & {
  readonly onToken?: (row: number, token: Token) => void;
  /** Hooks of every run over drawn tokens, `[rows, 1, …]`, as it is made. */
  readonly reading?: Reading;
};

interface Reading {
  readonly hooks: readonly HookName[];
  read(run: ReadonlyMap<HookName, Tensor>): Promise<void>;
}

/** Samples by their row in the model's batch, with what the model said of each: `[batch, 1, vocab]`. */
interface Batch {
  readonly samples: readonly Sample[];
  readonly logits: Tensor;
  readonly cache: KeyValueCache;
}

/**
 * Writes on from a prompt: the prompt is read once, its keys and values are shared by all samples,
 * then every run reads one token of each of them. A sample that has ended stays in the batch, its
 * numbers ignored, until half have ended and the batch is made smaller.
 *
 * @throws {EngineError} `prompt-empty`, `request-invalid`, `too-large`, `cancelled` (between tokens)
 */
export async function generate(
  model: LoadedModel,
  request: GenerateRequest,
  { signal, onProgress, onToken, reading }: GenerateOptions = {},
): Promise<Generation> {
  const limit = assertGeneration(model.facts, request);
  const samples = Array.from({ length: request.samples ?? 1 }, (_, row) =>
    createSample(model.text, request, row, (token) => onToken?.(row, token)),
  );
  const room = turningRooms(model.facts, samples.length, request.tokens.length + limit);
  let batch = await readPrompt(model, request, samples);
  for (let done = 1; ; done++) {
    drawAll(batch);
    onProgress?.({ step: 'writing', done, total: limit, unit: 'tokens' });
    if (done === limit || batch.samples.every(hasEnded)) break;
    await loopTurn(); // a cancel may arrive
    if (signal?.aborted) throw cancelled();
    batch = await readDrawn(model, request, smaller(batch), room(), reading);
  }
  for (const sample of samples) if (!hasEnded(sample)) sample.end('length');
  return { samples: samples.map((sample) => sample.result()) };
}

/** One row stands for all samples, unless an intervention sets one of them apart. */
async function readPrompt(
  model: LoadedModel,
  { tokens, interventions = [] }: GenerateRequest,
  samples: readonly Sample[],
): Promise<Batch> {
  const apart = interventions.some(({ row }) => row !== undefined);
  const read = await forward(model, {
    tokens: apart ? samples.map(() => tokens) : [tokens],
    logitPositions: [tokens.length - 1],
    interventions: stepInterventions(interventions, 0, tokens.length),
  });
  if (apart) return { ...read, samples };
  return { ...read, samples, cache: takeRows(read.cache, Array<number>(samples.length).fill(0)) };
}

async function readDrawn(
  model: LoadedModel,
  { interventions = [] }: GenerateRequest,
  { samples, cache }: Batch,
  cacheRoom: CacheRoom,
  reading: Reading | undefined,
): Promise<Batch> {
  const rows = samples.map(({ row }) => row);
  const request = {
    tokens: samples.map(({ last }) => [last]),
    cache,
    cacheRoom,
    interventions: stepInterventions(interventions, cache.length, 1, rows),
  };
  return { ...(await forward(model, request, reading)), samples };
}

async function forward(
  model: LoadedModel,
  request: Omit<ForwardRequest, 'hooks' | 'keepCache'>,
  reading?: Reading,
): Promise<Pick<Batch, 'logits' | 'cache'>> {
  const names = ['logits', ...(reading?.hooks ?? [])];
  const { hooks, cache } = await model.forward({ ...request, hooks: names, keepCache: true });
  await reading?.read(hooks);
  const logits = hooks.get('logits');
  if (logits === undefined || cache === undefined) throw new TypeError('a run without its logits or cache');
  return { logits, cache };
}

function drawAll({ samples, logits }: Batch): void {
  const shared = logits.shape[0] === 1; // just after the prompt
  samples.forEach((sample, row) => {
    if (!hasEnded(sample)) sample.draw(at(logits, shared ? 0 : row, 0).data);
  });
}

function smaller(batch: Batch): Batch {
  const rows = batch.samples.flatMap((sample, row) => (hasEnded(sample) ? [] : [row]));
  if (rows.length > batch.samples.length / 2) return batch;
  const samples = batch.samples.filter((sample) => !hasEnded(sample));
  return { ...batch, samples, cache: takeRows(batch.cache, rows) };
}

const hasEnded = ({ ended }: Sample): boolean => ended !== undefined;
