import type { CallOptions } from '../../src/kernel/progress.ts';
import type { OpenedWeights } from '../formats/opened.ts';
import type { LoadedModel } from '../loaded.ts';
import { type BenchFigure, benchTokens } from './bench-figure.ts';
import { gradientCosts } from './bench-gradients.ts';
import { hookCosts, traceHooks } from './bench-hooks.ts';
import { batchGain, cacheGain } from './bench-writing.ts';
import { timeOf } from './interleaved.ts';
import { loadModel } from './load.ts';

export interface BenchOptions extends CallOptions {
  readonly cacheFolder: string;
  /** Prompt lengths, tokens. */
  readonly lengths?: readonly number[];
  /** Rounds at 64 tokens; shorter prompts get more, longer fewer. */
  readonly rounds?: number;
}

/**
 * The measurements of a model's session on the processor, from a process that has done nothing else
 * (its highest memory is one of them).
 */
export async function benchModel(opened: OpenedWeights, options: BenchOptions): Promise<BenchFigure[]> {
  const { cacheFolder, signal, onProgress } = options;
  const load = () => loadModel(opened, { device: 'cpu', name: 'bench', source: 'bench', cacheFolder });
  const loading = await timeOf(async () => (await load()).close());
  const model = await load();
  try {
    const steps = [async () => [await warmLoad(load, loading)], ...measurements(opened, model, options)];
    const figures: BenchFigure[] = [];
    for (const [done, measure] of steps.entries()) {
      signal?.throwIfAborted();
      onProgress?.({ step: 'Measuring', done, total: steps.length, unit: 'steps' });
      figures.push(...(await measure()));
    }
    return figures;
  } finally {
    await model.close();
  }
}

/** In the order taken: memory first, while nothing else was run. What a short context cannot hold is left out. */
function measurements(
  opened: OpenedWeights,
  model: LoadedModel,
  { cacheFolder, lengths = [16, 64, 256], rounds = 12 }: BenchOptions,
): (() => Promise<BenchFigure[]>)[] {
  const { vocab, context, maxTokens } = model.facts;
  const fitting = lengths.filter((length) => length <= maxTokens);
  const roundsAt = (length: number): number => Math.ceil((rounds * 64) / (length + 48));
  const pair = (length: number) => [benchTokens(length, vocab), benchTokens(length, vocab, 2)] as const;
  return [
    async () => [await peakMemory(model, Math.max(...fitting))],
    ...fitting.map((length) => () => hookCosts(opened, model, cacheFolder, length, roundsAt(length))),
    ...[16, 64]
      .filter((prompted) => prompted + 64 <= context)
      .map((prompted) => async () => [await cacheGain(model, prompted, 64)]),
    async () => (16 + 24 <= context ? [await batchGain(model, 8, 24)] : []),
    ...fitting.map((length) => () => gradientCosts(model, pair(length), roundsAt(length))),
  ];
}

/** Reading and packing weights that the system still holds in memory. */
async function warmLoad(load: () => Promise<LoadedModel>, before: number): Promise<BenchFigure> {
  const again = await timeOf(async () => (await load()).close());
  return { what: 'load, warm', value: Math.min(before, again), unit: 'ms', target: '≤ 4000' };
}

/** Highest resident memory of this process after a trace; allowed are twice the float32 weights and 400 MB. */
async function peakMemory(model: LoadedModel, length: number): Promise<BenchFigure> {
  const { layers, vocab, parameters } = model.facts;
  await model.forward({
    tokens: [benchTokens(length, vocab)],
    hooks: traceHooks(layers),
    logitPositions: [length - 1],
  });
  const allowed = Math.round((2 * 4 * parameters) / 1e6) + 400;
  const value = (process.resourceUsage().maxRSS * 1024) / 1e6;
  return { what: `peak memory, a trace of ${length} tokens`, value, unit: 'MB', target: `≤ ${allowed}` };
}
