import type { HookName } from '../../src/kernel/hooks.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import { type ForwardGraph, forwardGraph } from '../graph/forward.ts';
import { MASK } from '../graph/ports.ts';
import type { ForwardRequest, ForwardResult } from '../loaded.ts';
import { cacheOf, cacheOutputs } from './cache.ts';
import { collect, outputsOf } from './collect.ts';
import type { ModelContext } from './context.ts';
import { derivedHooks } from './derived.ts';
import { forwardFeeds } from './feeds.ts';
import { sourceOf, withOwnBuffers } from './hook-source.ts';
import { openSession, type SessionOptions } from './runtime.ts';

/** The main graph in its session. Requests are checked before they come here. */
export interface ForwardSession {
  readonly graph: Pick<ForwardGraph, 'hooks' | 'factors'>;
  /**
   * @param recall  outputs of the graph wanted as they are
   * @throws {ModelError} `hook-unknown`
   */
  run(request: ForwardRequest, recall?: Recall): Promise<ForwardResult>;
  close(): Promise<void>;
}

/**
 * What another session is fed with after a run. Nobody else gets these tensors, so the next run of as
 * many rows and tokens writes over them: fresh memory is dear, the system hands it out page by page.
 */
export interface Recall {
  readonly outputs: readonly string[];
  /** Filled by a run; empty it before one of another size. */
  readonly kept: Map<string, Tensor>;
}

/** @throws {Error} of ONNX Runtime when the device cannot be had */
export async function openForward(
  context: ModelContext,
  options: Omit<SessionOptions, 'prepack'>,
): Promise<ForwardSession> {
  const { family, model, weights, folder } = context;
  const graph = forwardGraph(family, model, weights);
  const session = await openSession(graph.spec, folder, { ...options, prepack: true });
  const derived = derivedHooks(context);
  return {
    graph,
    async run(request, recall) {
      const sources = new Map(request.hooks.map((hook) => [hook, sourceOf(graph.hooks, hook)]));
      const tokens = request.tokens[0]?.length ?? 0;
      const logits = request.hooks.includes('logits') ? (request.logitPositions ?? upTo(tokens)) : [];
      const feeds = forwardFeeds(request, model, logits);
      const named = [...sources.values()].flatMap(outputsOf);
      const fetched = [...new Set([...named, ...cacheOutputs(graph, request), ...(recall?.outputs ?? [])])];
      const past = request.cache?.length ?? 0;
      const run = { batch: request.tokens.length, tokens, keys: past + tokens, logits: logits.length };
      const outputs =
        fetched.length === 0 ? new Map<string, Tensor>() : await session.run(feeds, fetched, recall?.kept);
      for (const name of recall?.outputs ?? []) recall?.kept.set(name, outputs.get(name) ?? lost(name));
      const hooks = new Map<HookName, Tensor>();
      for (const [hook, source] of sources)
        hooks.set(hook, await collect(hook, source, outputs, run, model, feeds.get(MASK), derived));
      const cache = request.keepCache === true ? cacheOf(graph, request, outputs, run) : undefined;
      const kept = new Set(Array.from(recall?.kept.values() ?? [], ({ data }) => data.buffer));
      return { hooks: withOwnBuffers(hooks, kept), ...(cache === undefined ? {} : { cache }) };
    },
    async close() {
      await derived.close();
      await session.close();
    },
  };
}

function lost(name: string): never {
  throw new RangeError(`output ${name} was not fetched`);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
