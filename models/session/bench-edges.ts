import { blockHook, type LayerHook } from '../../src/kernel/hooks.ts';
import type { TokenId } from '../../src/kernel/ids.ts';
import type { Tensor } from '../../src/kernel/tensor.ts';
import type { AttributeRequest, LoadedModel } from '../loaded.ts';
import type { BenchFigure } from './bench-figure.ts';
import { ratiosTo } from './interleaved.ts';
import type { MeasuredModel } from './load.ts';

const TOP = 40;
const SHARES = [0.1, 0.3, 0.5, 0.7, 0.9];

/**
 * Edges against node scores alone, from five points between two prompts: into the 40 leading nodes, and
 * all edges of the model as `edgeTotals` counts them.
 *
 * @param tokens  two prompts of equal length
 */
export async function edgeCosts(
  model: MeasuredModel,
  [prompt, other]: readonly [readonly TokenId[], readonly TokenId[]],
  rounds: number,
): Promise<BenchFigure[]> {
  const request = await pathAveraged(model, prompt, other);
  const nodes = () => model.attribute(request);
  const leading = () => model.attribute({ ...request, edges: { top: TOP } });
  const all = () => model.edgeTotals(request);
  const [some = 0, every = 0] = await ratiosTo(nodes, [leading, all], rounds);
  const of = `${prompt.length} tokens, 5 points of a line`;
  const against = 'against node scores alone';
  return [
    {
      what: `node scores and edges into ${TOP} nodes, ${of}, ${against}`,
      value: some,
      unit: 'x',
      target: '≤ 1.5',
    },
    {
      what: `all edges, a key or value as one receiver, ${of}, ${against}`,
      value: every,
      unit: 'x',
      target: '≤ 1.5',
    },
  ];
}

async function pathAveraged(
  model: LoadedModel,
  prompt: readonly TokenId[],
  other: readonly TokenId[],
): Promise<AttributeRequest> {
  const layers = Array.from({ length: model.facts.layers }, (_, layer) => layer);
  const named = (hook: LayerHook) => layers.map((layer) => blockHook(layer, hook));
  const [heads, mlps] = [named('attn.hook_z'), named('hook_mlp_out')];
  const { hooks } = await model.forward({ tokens: [other], hooks: [...heads, ...mlps], logitPositions: [] });
  const values = (names: readonly string[]): Tensor[] => names.flatMap((name) => hooks.get(name) ?? []);
  const position = prompt.length - 1;
  const [token, rival] = [prompt[0], other[0]];
  if (token === undefined || rival === undefined) throw new RangeError('prompts of no tokens');
  return {
    tokens: prompt,
    metric: [
      { token, position, weight: 1 },
      { token: rival, position, weight: -1 },
    ],
    rules: 'exact',
    points: SHARES.map((share) => ({ from: other, share })),
    baseline: { values: { heads: values(heads), mlps: values(mlps) }, rows: [other] },
  };
}
