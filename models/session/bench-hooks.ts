import { allHooks, type HookName } from '../../src/kernel/hooks.ts';
import { FAMILIES } from '../families/registry.ts';
import type { OpenedWeights } from '../formats/opened.ts';
import { forwardGraph } from '../graph/forward.ts';
import type { LoadedModel } from '../loaded.ts';
import { type BenchFigure, benchTokens } from './bench-figure.ts';
import { forwardFeeds } from './feeds.ts';
import { ratiosTo, type Timed } from './interleaved.ts';
import { type Feed, type GraphSession, openSession } from './runtime.ts';
import { weightFolder } from './weight-folder.ts';

/** What reflect.trace reads of a run. */
export function traceHooks(layers: number): readonly HookName[] {
  const wanted =
    /^(hook_embed|logits|ln_final\.hook_scale)$|\.(hook_resid_mid|hook_resid_post|hook_mlp_out|attn\.hook_(z|v|pattern))$/;
  return allHooks(layers).filter((hook) => wanted.test(hook));
}

/**
 * What fetching hooks costs, against the same weights in a graph without hooks, edits or cache, fetching
 * the last token's logits.
 */
export async function hookCosts(
  opened: OpenedWeights,
  model: LoadedModel,
  cacheFolder: string,
  length: number,
  rounds: number,
): Promise<BenchFigure[]> {
  const { layers, vocab } = model.facts;
  const tokens = [benchTokens(length, vocab)];
  const plain = await plainGraph(opened, cacheFolder);
  const run = (hooks: readonly HookName[]): Timed => {
    return () => model.forward({ tokens, hooks, logitPositions: [length - 1] });
  };
  const every = allHooks(layers);
  const inGraph = every.filter((hook) => !/hook_(result|attn_scores)$/.test(hook));
  const kinds = [['logits'], traceHooks(layers), inGraph, every];
  try {
    const ratios = await ratiosTo(plain.run(tokens), kinds.map(run), rounds);
    const names: readonly (readonly [string, string?])[] = [
      ['logits alone', '≤ 1.10'],
      ['what reflect.trace fetches', '≤ 1.3'],
      ['every hook of the graph', '≤ 1.8'],
      ['those and the derived ones (head results, scores)'],
    ];
    return names.map(([what, target], i) => ({
      what: `${what}, ${length} tokens, against a graph without hooks`,
      value: ratios[i] ?? Number.NaN,
      unit: 'x',
      ...(target === undefined ? {} : { target }),
    }));
  } finally {
    await plain.close();
  }
}

/** The yardstick: nothing but tokens in and logits out. */
async function plainGraph({ description, weights }: OpenedWeights, cacheFolder: string) {
  const options = { hooks: false, edits: false, cache: false };
  const graph = forwardGraph(FAMILIES[description.family], description, weights, options);
  const folder = await weightFolder(weights, cacheFolder);
  const session: GraphSession = await openSession(graph.spec, folder, { device: 'cpu', prepack: true });
  return {
    run(tokens: Parameters<typeof forwardFeeds>[0]['tokens']): Timed {
      const all = forwardFeeds({ tokens, hooks: [] }, description, [(tokens[0]?.length ?? 1) - 1]);
      const feeds = new Map<string, Feed>();
      for (const { name } of graph.spec.inputs) {
        const feed = all.get(name);
        if (feed !== undefined) feeds.set(name, feed);
      }
      return () => session.run(feeds, [graph.logits]);
    },
    close: () => session.close(),
  };
}
