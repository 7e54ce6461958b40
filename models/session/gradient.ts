import type { HookName } from '../../src/kernel/hooks.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { gradientGraph } from '../graph/gradient.ts';
import type { Port } from '../graph/onnx.ts';
import type { GradientRequest, GradientResult } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { passFeeds } from './feeds.ts';
import type { ForwardSession, Recall } from './forward.ts';
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
  const graph = gradientGraph(family, model, weights, forward.graph);
  const session = await openSession(graph.spec, folder, options);
  const recall: Recall = { outputs: [...new Set(graph.recalled.values())], kept: new Map() };
  let size = '';

  return {
    async run(request) {
      const asked = new Map(
        request.gradients.map((hook) => {
          sourceOf(forward.graph.hooks, hook); // unknown is another matter than constant
          return [hook, gradientSource(graph, hook, request.rules)];
        }),
      );
      const newSize = `${request.tokens.length} × ${request.tokens[0]?.length ?? 0}`;
      if (newSize !== size) recall.kept.clear();
      size = newSize;
      const there = await forward.run(request, recall);
      const fed = Array.from(graph.recalled, ([input, output]): [string, Feed] => [
        input,
        { type: 'float32', ...(recall.kept.get(output) ?? lost(output)) },
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
        hooks: there.hooks,
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

function lost(output: string): never {
  throw new RangeError(`${output} was not fetched`);
}
