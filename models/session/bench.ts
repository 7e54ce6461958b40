import { allHooks, type HookName } from '../../src/kernel/hooks.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { FAMILIES } from '../families/registry.ts';
import type { OpenedWeights } from '../formats/opened.ts';
import { forwardGraph } from '../graph/forward.ts';
import type { LoadedModel } from '../loaded.ts';
import { gradientCosts } from './bench-gradients.ts';
import { forwardFeeds } from './feeds.ts';
import { ratiosTo, type Timed, timeOf } from './interleaved.ts';
import { loadModel } from './load.ts';
import { openSession } from './runtime.ts';
import { weightFolder } from './weight-folder.ts';

/** One figure of docs/performance.md. Ratios compare runs taken in turn, so that a busy machine slows both. */
export interface BenchFigure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'x' | 'ms' | 'MB' | 'tokens/s';
  /** What it should be: `≤ 1.10`. */
  readonly target?: string;
}

export interface BenchOptions extends CallOptions {
  readonly cacheFolder: string;
  /** Prompt lengths, tokens. */
  readonly lengths?: readonly number[];
  /** Rounds at 64 tokens; shorter prompts get more, longer fewer. */
  readonly rounds?: number;
}

/** What reflect.trace reads of a run. */
export function traceHooks(layers: number): readonly HookName[] {
  const wanted =
    /^(hook_embed|logits|ln_final\.hook_scale)$|\.(hook_resid_mid|hook_resid_post|hook_mlp_out|attn\.hook_(z|v|pattern))$/;
  return allHooks(layers).filter((hook) => wanted.test(hook));
}

/** Seeded token ids: what they are does not change the time. */
export function benchTokens(length: number, vocab: number, seed = 1): TokenId[] {
  const random = randomFrom(seed);
  return Array.from({ length }, () => tokenId(Math.floor(random() * vocab)));
}

/**
 * The measurements of a model's session on the processor, from a process that has done nothing else
 * (its highest memory is one of them).
 */
export async function benchModel(opened: OpenedWeights, options: BenchOptions): Promise<BenchFigure[]> {
  const { cacheFolder, lengths = [16, 64, 256], rounds = 12, signal, onProgress } = options;
  const load = () => loadModel(opened, { device: 'cpu', name: 'bench', source: 'bench', cacheFolder });
  const steps = lengths.length + 3;
  const step = (done: number): void => {
    signal?.throwIfAborted();
    onProgress?.({ step: 'Measuring', done, total: steps, unit: 'steps' });
  };
  step(0);
  const loading = await timeOf(async () => (await load()).close());
  const warm = await timeOf(async () => (await load()).close());
  const model = await load();
  try {
    const figures: BenchFigure[] = [
      { what: 'load, warm', value: Math.min(loading, warm), unit: 'ms', target: '≤ 4000' },
      await peakMemory(model, Math.max(...lengths)),
    ];
    for (const [i, length] of lengths.entries()) {
      step(1 + i);
      figures.push(
        ...(await hookCosts(opened, model, cacheFolder, length, Math.ceil((rounds * 64) / (length + 48)))),
      );
    }
    step(steps - 2);
    figures.push(await cacheGain(model, 64));
    step(steps - 1);
    figures.push(await batchGain(model, 8, 24));
    for (const length of lengths)
      figures.push(
        ...(await gradientCosts(model, promptPair(length, model), Math.ceil((rounds * 64) / (length + 48)))),
      );
    step(steps);
    return figures;
  } finally {
    await model.close();
  }
}

const promptPair = (length: number, { facts }: LoadedModel) =>
  [benchTokens(length, facts.vocab), benchTokens(length, facts.vocab, 2)] as const;

/** Runs against the same weights in a graph without hooks, edits or cache. */
async function hookCosts(
  { description, weights }: OpenedWeights,
  model: LoadedModel,
  cacheFolder: string,
  length: number,
  rounds: number,
): Promise<BenchFigure[]> {
  const tokens = [benchTokens(length, model.facts.vocab)];
  const options = { hooks: false, edits: false, cache: false };
  const graph = forwardGraph(FAMILIES[description.family], description, weights, options);
  const folder = await weightFolder(weights, cacheFolder);
  const plain = await openSession(graph.spec, folder, { device: 'cpu', prepack: true });
  const ports = new Set(graph.spec.inputs.map(({ name }) => name));
  const last = [length - 1];
  const feeds = forwardFeeds({ tokens, hooks: [] }, description, last);
  for (const name of [...feeds.keys()]) if (!ports.has(name)) feeds.delete(name);

  const run =
    (hooks: readonly HookName[]): Timed =>
    () =>
      model.forward({ tokens, hooks, logitPositions: last });
  const every = allHooks(model.facts.layers);
  try {
    const [logits = 0, trace = 0, graphHooks = 0, all = 0] = await ratiosTo(
      () => plain.run(feeds, [graph.logits]),
      [
        run(['logits']),
        run(traceHooks(model.facts.layers)),
        run(every.filter((hook) => !/hook_(result|attn_scores)$/.test(hook))),
        run(every),
      ],
      rounds,
    );
    const figure = (what: string, value: number, target?: string): BenchFigure => ({
      what: `${what}, ${length} tokens, against a graph without hooks`,
      value,
      unit: 'x',
      ...(target === undefined ? {} : { target }),
    });
    return [
      figure('logits alone', logits, '≤ 1.10'),
      figure('what reflect.trace fetches', trace, '≤ 1.3'),
      figure('every hook of the graph', graphHooks, '≤ 1.8'),
      figure('those and the derived ones (head results, scores)', all),
    ];
  } finally {
    await plain.close();
  }
}

/** How much faster so many tokens are written with the cache than by running the whole text for each. */
async function cacheGain(model: LoadedModel, count: number): Promise<BenchFigure> {
  const prompt = benchTokens(16, model.facts.vocab);
  const next = benchTokens(count, model.facts.vocab, 2);
  const cached = await timeOf(() => writeCached(model, [prompt], [next]));
  const plain = await timeOf(async () => {
    for (let t = 0; t < count; t++) {
      const tokens = [[...prompt, ...next.slice(0, t)]];
      await model.forward({ tokens, hooks: ['logits'], logitPositions: [prompt.length + t - 1] });
    }
  });
  return {
    what: `${count} tokens with the cache against without`,
    value: plain / cached,
    unit: 'x',
    target: '≥ 5',
  };
}

/** Tokens a second of so many samples written as one batch, over those of one. */
async function batchGain(model: LoadedModel, rows: number, count: number): Promise<BenchFigure> {
  const prompt = benchTokens(16, model.facts.vocab);
  const next = benchTokens(count, model.facts.vocab, 2);
  const write =
    (size: number): Timed =>
    () =>
      writeCached(model, Array(size).fill(prompt), Array(size).fill(next));
  const [slower = 1] = await ratiosTo(write(1), [write(rows)], 3);
  const what = `tokens a second of ${rows} samples as one batch against one`;
  return { what, value: rows / slower, unit: 'x', target: '≥ 3' };
}

/** A prompt and the tokens after it, one at a time; which tokens they are is settled, so that only runs are timed. */
async function writeCached(
  model: LoadedModel,
  prompts: readonly (readonly TokenId[])[],
  next: readonly (readonly TokenId[])[],
): Promise<void> {
  const ask = (tokens: readonly (readonly TokenId[])[]) => ({
    tokens,
    hooks: ['logits'],
    logitPositions: [(tokens[0]?.length ?? 1) - 1],
    keepCache: true,
  });
  let { cache } = await model.forward(ask(prompts));
  for (let t = 0; t + 1 < (next[0]?.length ?? 0); t++) {
    const step = await model.forward({
      ...ask(next.map((row) => row.slice(t, t + 1))),
      ...(cache === undefined ? {} : { cache }),
    });
    cache = step.cache;
  }
}

/** Highest resident memory of this process after a run with every hook, over twice the float32 weights. */
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
