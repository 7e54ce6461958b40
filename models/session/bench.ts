import type { CallOptions } from '../../src/kernel/progress.ts';
import type { OpenedWeights } from '../formats/opened.ts';
import type { LoadedModel } from '../loaded.ts';
import { edgeCosts } from './bench-edges.ts';
import { type BenchFigure, benchTokens } from './bench-figure.ts';
import { gradientCosts } from './bench-gradients.ts';
import { hookCosts, traceHooks } from './bench-hooks.ts';
import { batchGain, cacheGain, roomGain } from './bench-writing.ts';
import { loadModel, type MeasuredModel } from './load.ts';

const LENGTHS = [16, 64, 256];

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
  const first = await load();
  const memory = await peakMemory(first, options.lengths ?? LENGTHS).finally(first.close);
  const start = performance.now();
  const model = await load();
  const loading = performance.now() - start;
  try {
    const steps = measurements(opened, model, options);
    const figures: BenchFigure[] = [
      { what: 'load, warm', value: loading, unit: 'ms', target: '≤ 4000' },
      memory,
    ];
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

/** In the order taken. What a short context cannot hold is left out. */
function measurements(
  opened: OpenedWeights,
  model: MeasuredModel,
  { cacheFolder, lengths = LENGTHS, rounds = 12 }: BenchOptions,
): (() => Promise<BenchFigure[]>)[] {
  const { vocab, context, maxTokens } = model.facts;
  const fitting = lengths.filter((length) => length <= maxTokens);
  const roundsAt = (length: number): number => Math.ceil((rounds * 64) / (length + 48));
  const pair = (length: number) => [benchTokens(length, vocab), benchTokens(length, vocab, 2)] as const;
  return [
    ...fitting.map((length) => () => hookCosts(opened, model, cacheFolder, length, roundsAt(length))),
    ...[16, 64]
      .filter((prompted) => prompted + 64 <= context)
      .map((prompted) => async () => [await cacheGain(model, prompted, 64)]),
    async () => (16 + 24 <= context ? [await batchGain(model, 8, 24)] : []),
    async () => (64 + 64 <= context ? [await roomGain(model, 8, 64)] : []),
    ...fitting.map((length) => () => gradientCosts(model, pair(length), roundsAt(length))),
    ...[20, 64]
      .filter((length) => length <= maxTokens)
      .map((length) => () => edgeCosts(model, pair(length), Math.ceil(roundsAt(length) / 2))),
  ];
}

/** Highest resident memory of this process after a trace; allowed are twice the float32 weights and 400 MB. */
async function peakMemory(model: LoadedModel, lengths: readonly number[]): Promise<BenchFigure> {
  const { layers, vocab, parameters, maxTokens } = model.facts;
  const length = Math.max(1, ...lengths.filter((each) => each <= maxTokens));
  await model.forward({
    tokens: [benchTokens(length, vocab)],
    hooks: traceHooks(layers),
    logitPositions: [length - 1],
  });
  const allowed = Math.round((2 * 4 * parameters) / 1e6) + 400;
  const value = (process.resourceUsage().maxRSS * 1024) / 1e6;
  return { what: `peak memory, a trace of ${length} tokens`, value, unit: 'MB', target: `≤ ${allowed}` };
}
