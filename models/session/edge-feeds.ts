import { blockHook } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import {
  EMBEDDING_SENDERS,
  EXISTS,
  headSenders,
  mlpSenders,
  pulls,
  READ_SIDES,
  readHeads,
  readRows,
  STREAM_ROWS,
  streams,
} from '../graph/edge-ports.ts';
import type { Differences } from './attribute-nodes.ts';
import type { AttributionRun } from './attribute-run.ts';
import type { EdgeInput, ReadGradient } from './edge-gradient.ts';
import { senderCount } from './edge-places.ts';
import { int64 } from './feeds.ts';
import type { Feed } from './runtime.ts';

/** Everything the edge graph takes; inputs in the graph's order. */
export const edgeFeeds = (
  model: ModelDescription,
  inputs: readonly EdgeInput[],
  sent: Differences,
  run: AttributionRun,
): Map<string, Feed> =>
  new Map([...senderFeeds(sent), ...inputFeeds(model, inputs, sent.embeddings.shape[0] ?? 0, run)]);

/** The graph's: layer by layer queries, keys and values, then streams. */
export function inOrder(inputs: readonly EdgeInput[]): EdgeInput[] {
  const rank = ({ way, gradient }: EdgeInput): number =>
    gradient.kind === 'stream'
      ? Number.POSITIVE_INFINITY
      : way.layer * READ_SIDES.length + READ_SIDES.indexOf(gradient.side);
  return inputs
    .map((input) => ({ input, rank: rank(input) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ input }) => input);
}

function senderFeeds({ heads, mlps, embeddings }: Differences): [string, Feed][] {
  return [
    [EMBEDDING_SENDERS, { type: 'float32', ...embeddings }],
    ...heads.map((z, layer): [string, Feed] => [headSenders(layer), { type: 'float32', ...z }]),
    ...mlps.map((out, layer): [string, Feed] => [mlpSenders(layer), { type: 'float32', ...out }]),
  ];
}

function inputFeeds(
  model: ModelDescription,
  inputs: readonly EdgeInput[],
  tokens: number,
  run: AttributionRun,
): [string, Feed][] {
  const whole = inputs.flatMap(({ gradient }) => (gradient.kind === 'stream' ? [gradient.rows] : []));
  const feeds: [string, Feed][] = [
    [STREAM_ROWS, stacked(whole, [tokens, model.width])],
    [EXISTS, exists(inputs, senderCount(model))],
  ];
  for (let layer = 0; layer < model.layers; layer++) {
    const here = inputs.flatMap(({ way, gradient }) =>
      way.layer === layer && gradient.kind === 'read' ? [gradient] : [],
    );
    feeds.push(...layerFeeds(here, layer, tokens, model.headWidth, run));
  }
  return feeds;
}

function layerFeeds(
  here: readonly ReadGradient[],
  layer: number,
  tokens: number,
  headWidth: number,
  run: AttributionRun,
): [string, Feed][] {
  const feeds: [string, Feed][] = READ_SIDES.flatMap((side): [string, Feed][] => {
    const mine = here.filter((gradient) => gradient.side === side);
    const heads = mine.map(({ head }) => head);
    const rows = mine.map((gradient) => gradient.rows);
    return [
      [readHeads(side, layer), int64([heads.length], heads)],
      [readRows(side, layer), stacked(rows, [tokens, headWidth])],
    ];
  });
  const { shape, data } = run.value(blockHook(layer, 'hook_resid_pre'));
  const size = data.length / (shape[0] ?? 1);
  const states = data.subarray(0, run.points * size);
  feeds.push(
    [pulls(layer), pullFeed(here, tokens, run.points)],
    [streams(layer), { type: 'float32', shape: [run.points, ...shape.slice(1)], data: states }],
  );
  return feeds;
}

/**
 * `[T, n, P]`. Laid out here and not turned in the graph: ONNX Runtime makes one operator of a product
 * and the turning of its first factor, which divides by n and ends the process where no head reads.
 */
function pullFeed(here: readonly ReadGradient[], tokens: number, points: number): Feed {
  const data = new Float32Array(tokens * here.length * points);
  here.forEach((gradient, i) => {
    for (let t = 0; t < tokens; t++)
      data.set(gradient.pulls.subarray(t * points, (t + 1) * points), (t * here.length + i) * points);
  });
  return { type: 'float32', shape: [tokens, here.length, points], data };
}

/** Equal blocks under one another, `[n, …shape]`. */
function stacked(blocks: readonly Float32Array[], shape: readonly number[]): Feed {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = new Float32Array(blocks.length * size);
  blocks.forEach((block, i) => {
    data.set(block, i * size);
  });
  return { type: 'float32', shape: [blocks.length, ...shape], data };
}

function exists(inputs: readonly EdgeInput[], senders: number): Feed {
  const data = new Float32Array(inputs.length * senders);
  inputs.forEach(({ way }, i) => {
    data.fill(1, i * senders, i * senders + way.senders);
  });
  return { type: 'float32', shape: [inputs.length, senders], data };
}
