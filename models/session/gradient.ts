import type { HookName } from '../../src/kernel/hooks.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { gradientGraph } from '../graph/gradient.ts';
import type { Port } from '../graph/onnx.ts';
import type { GradientRequest, GradientResult } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { passFeeds } from './feeds.ts';
import type { ForwardSession } from './forward.ts';
import { type GradientSource, gradientSource, gradientTensor } from './gradient-source.ts';
import { sourceOf, withOwnBuffers } from './hook-source.ts';
import { metricFeeds } from './metric-feeds.ts';
import { type Feed, openSession, type SessionOptions } from './runtime.ts';

/** The way back in a session of its own, fed from runs of the main one. Requests are checked before they come here. */
export interface GradientSession {
  /** @throws {ModelError} `hook-unknown`, `gradient-undefined` */
  run(request: GradientRequest): Promise<GradientResult>;
  close(): Promise<void>;
}

/** @throws {Error} of ONNX Runtime when the device cannot be had */
export async function openGradient(
  context: ModelContext,
  forward: ForwardSession,
  options: SessionOptions,
): Promise<GradientSession> {
  const { family, model, weights, folder } = context;
  const graph = gradientGraph(family, model, weights);
  const session = await openSession(graph.spec, folder, options);
  const recalled = [...new Set(graph.recalled.values())];
  const rankOf = new Map(graph.spec.inputs.map(({ name, shape }) => [name, shape.length]));

  /** A hook as the graph takes it: one row a token, patterns as they are. */
  const recall = (name: string, { shape, data }: Tensor, rows: number): Feed => ({
    type: 'float32',
    shape: rankOf.get(name) === 2 ? [rows, data.length / rows] : shape,
    data,
  });

  return {
    async run(request) {
      const asked = new Map(
        request.gradients.map((hook) => {
          sourceOf(forward.hooks, hook); // unknown is another matter than constant
          return [hook, gradientSource(graph, hook, request.rules)];
        }),
      );
      const there = await forward.run({ ...request, hooks: [...new Set([...request.hooks, ...recalled])] });
      const rows = request.tokens.length * (request.tokens[0]?.length ?? 0);
      const fed = Array.from(graph.recalled, ([name, hook]): [string, Feed] => [
        name,
        recall(name, there.hooks.get(hook) ?? lost(hook), rows),
      ]);
      const feeds = only(graph.spec.inputs, [
        ...passFeeds(request, model, []),
        ...(await metricFeeds(context, request)),
        ...fed,
      ]);
      const fetched = [...asked.values()].flatMap(gradientOutputs);
      const outputs = await session.run(feeds, [...new Set([graph.metric, ...fetched])]);

      const gradients = new Map<HookName, Tensor>();
      for (const [hook, source] of asked)
        gradients.set(hook, gradientTensor(source, hook, outputs, request, model));
      return {
        hooks: new Map(request.hooks.map((hook) => [hook, there.hooks.get(hook) ?? lost(hook)])),
        gradients: withOwnBuffers(gradients),
        metric: sumByRow(dataOf(outputs, graph.metric), request.tokens.length),
      };
    },
    close: () => session.close(),
  };
}

/** Feeds of the inputs that a graph has. */
function only(inputs: readonly Port[], feeds: readonly (readonly [string, Feed])[]): Map<string, Feed> {
  const names = new Set(inputs.map(({ name }) => name));
  return new Map(feeds.filter(([name]) => names.has(name)));
}

const gradientOutputs = (source: GradientSource): readonly string[] =>
  source.kind === 'metric' ? [] : [source.output];

/** `[B · T]` → `[B]` */
function sumByRow(parts: Float32Array, batch: number): Float32Array {
  const byRow = tensor([batch, parts.length / batch], parts);
  return Float32Array.from({ length: batch }, (_, row) => at(byRow, row).data.reduce((sum, x) => sum + x, 0));
}

function lost(hook: HookName): never {
  throw new RangeError(`${hook} was not fetched`);
}
