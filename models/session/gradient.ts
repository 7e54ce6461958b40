import type { HookName } from '../../src/kernel/hooks.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { gradientGraph } from '../graph/gradient.ts';
import { MASK } from '../graph/ports.ts';
import type { GradientRequest, GradientResult } from '../loaded.ts';
import { collect, outputsOf } from './collect.ts';
import type { ModelContext } from './context.ts';
import { type DerivedHooks, dataOf } from './derived.ts';
import { passFeeds } from './feeds.ts';
import { type GradientSource, gradientSource, gradientTensor } from './gradient-source.ts';
import { sourceOf, withOwnBuffers } from './hook-source.ts';
import { metricFeeds } from './metric-feeds.ts';
import { openSession, type SessionOptions } from './runtime.ts';

/** Forward and backward in one session. Requests are checked before they come here. */
export interface GradientSession {
  /** @throws {ModelError} `hook-unknown`, `gradient-undefined` */
  run(request: GradientRequest): Promise<GradientResult>;
  close(): Promise<void>;
}

/** @throws {Error} of ONNX Runtime when the device cannot be had */
export async function openGradient(
  context: ModelContext,
  derived: DerivedHooks,
  options: SessionOptions,
): Promise<GradientSession> {
  const { family, model, weights, folder } = context;
  const graph = gradientGraph(family, model, weights);
  const session = await openSession(graph.spec, folder, options);
  return {
    async run(request) {
      const hooks = new Map(request.hooks.map((hook) => [hook, sourceOf(graph.hooks, hook)]));
      const asked = new Map(
        request.gradients.map((hook) => {
          sourceOf(graph.hooks, hook); // unknown is another matter than constant
          return [hook, gradientSource(graph, hook, request.rules)];
        }),
      );
      const tokens = request.tokens[0]?.length ?? 0;
      const logits = request.hooks.includes('logits') ? (request.logitPositions ?? upTo(tokens)) : [];
      const feeds = new Map([...passFeeds(request, model, logits), ...metricFeeds(request)]);
      const fetched = [...hooks.values()]
        .flatMap(outputsOf)
        .concat([...asked.values()].flatMap(gradientOutputs));
      const outputs = await session.run(feeds, [...new Set([graph.metric, ...fetched])]);

      const run = { batch: request.tokens.length, tokens, keys: tokens, logits: logits.length };
      const values = new Map<HookName, Tensor>();
      for (const [hook, source] of hooks)
        values.set(hook, await collect(hook, source, outputs, run, model, feeds.get(MASK), derived));
      const gradients = new Map<HookName, Tensor>();
      for (const [hook, source] of asked)
        gradients.set(hook, gradientTensor(source, hook, outputs, request, model));
      const taken = new Set<ArrayBufferLike>();
      return {
        hooks: withOwnBuffers(values, taken),
        gradients: withOwnBuffers(gradients, taken),
        metric: sumByRow(dataOf(outputs, graph.metric), run.batch),
      };
    },
    close: () => session.close(),
  };
}

const gradientOutputs = (source: GradientSource): readonly string[] =>
  source.kind === 'metric' ? [] : [source.output];

/** `[B · T]` → `[B]` */
function sumByRow(parts: Float32Array, batch: number): Float32Array {
  const byRow = tensor([batch, parts.length / batch], parts);
  return Float32Array.from({ length: batch }, (_, row) => at(byRow, row).data.reduce((sum, x) => sum + x, 0));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
