import { tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import { type ReadoutGraph, readoutGraph } from '../graph/reading.ts';
import type { RawReading, RawReadout, ReadoutAsk } from '../loaded.ts';
import { rootMeanSquare } from './collect.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { int64 } from './feeds.ts';
import { onDemand } from './on-demand.ts';
import { type Feed, type GraphSession, openSession } from './runtime.ts';

/** Logits of one part stay below this many bytes. */
const LOGIT_BYTES = 64 * 1024 ** 2;

export interface ReadoutSession {
  /** @throws {ModelError} `states-misshapen`, `token-outside-vocabulary` */
  read(states: Float32Array, ask: ReadoutAsk): Promise<RawReadout>;
  close(): Promise<void>;
}

/**
 * Opens on the first reading; its weights stay mapped from the file.
 *
 * @param atOnce  states read together
 */
export function readoutSession(
  context: ModelContext,
  atOnce = Math.max(1, Math.floor(LOGIT_BYTES / (4 * context.model.vocab))),
): ReadoutSession {
  const { family, model, weights, folder } = context;
  const opened = onDemand(async () => {
    const graph = readoutGraph(family, model, weights);
    return { graph, session: await openSession(graph.spec, folder, { device: 'cpu', prepack: false }) };
  });
  return {
    async read(states, ask) {
      checkAsk(states, ask, model.width, model.vocab);
      const { graph, session } = await opened.get();
      const scales = ask.scales ?? lensScales(states, model.width, model.normEpsilon);
      const parts: RawReadout[] = [];
      for (let from = 0; from < scales.length; from += atOnce) {
        const to = Math.min(from + atOnce, scales.length);
        const rows = states.subarray(from * model.width, to * model.width);
        parts.push(await readRows(graph, session, rows, scales.slice(from, to), ask, model.vocab));
      }
      return joined(parts);
    },
    close: () => opened.close(({ session }) => session.close()),
  };
}

const lensScales = (states: Float32Array, width: number, epsilon: number): readonly number[] => {
  const rows = states.length / width;
  return [...rootMeanSquare({ shape: [rows, width], data: states }, rows, epsilon)];
};

async function readRows(
  graph: ReadoutGraph,
  session: GraphSession,
  states: Float32Array,
  scales: readonly number[],
  ask: ReadoutAsk,
  vocab: number,
): Promise<RawReadout> {
  const rows = scales.length;
  const feeds = new Map<string, Feed>([
    ['states', { type: 'float32', shape: [rows, states.length / rows], data: states }],
    ['inverse_scales', { type: 'float32', shape: [rows, 1], data: Float32Array.from(scales, (s) => 1 / s) }],
    ['tokens', int64([ask.tokens.length], ask.tokens)],
    ['top', int64([1], [Math.min(ask.top, vocab)])],
    ['bottom', int64([1], [Math.min(ask.bottom ?? 0, vocab)])],
  ]);
  const { top, bottom, asked, logSum, mean } = graph;
  const names = [top.logits, top.ids, bottom.logits, bottom.ids, asked, logSum, mean];
  const outputs = await session.run(feeds, names);
  const logSums = dataOf(outputs, logSum);
  const means = dataOf(outputs, mean);
  const grid = (name: string): Tensor => outputs.get(name) ?? { shape: [rows, 0], data: new Float32Array(0) };
  const readings = (ends: { logits: string; ids: string }, row: number): RawReading[] =>
    ranked(at(grid(ends.logits), row).data, at(grid(ends.ids), row).data, logSums[row] ?? 0);
  const each = Array.from({ length: rows }, (_, row) => row);
  return {
    top: each.map((row) => readings(top, row)),
    bottom: each.map((row) => readings(bottom, row)),
    asked: each.map((row) =>
      Array.from(at(grid(asked), row).data, (logit) => ({
        logit,
        prob: Math.exp(logit - (logSums[row] ?? 0)),
      })),
    ),
    entropy: each.map((row) => (logSums[row] ?? 0) - (means[row] ?? 0)),
  };
}

const ranked = (logits: Float32Array, ids: Float32Array, logSum: number): RawReading[] =>
  Array.from(logits, (logit, rank) => ({
    id: tokenId(ids[rank] ?? 0),
    logit,
    prob: Math.exp(logit - logSum),
  }));

const joined = (parts: readonly RawReadout[]): RawReadout => ({
  top: parts.flatMap((part) => part.top),
  bottom: parts.flatMap((part) => part.bottom),
  asked: parts.flatMap((part) => part.asked),
  entropy: parts.flatMap((part) => part.entropy),
});

function checkAsk(states: Float32Array, ask: ReadoutAsk, width: number, vocab: number): void {
  const rows = states.length / width;
  if (!Number.isInteger(rows) || (ask.scales !== undefined && ask.scales.length !== rows))
    throw new ModelError({
      code: 'states-misshapen',
      what: `${states.length} numbers and ${ask.scales?.length ?? 'no'} scales are not whole states of width ${width}.`,
      fix: 'Give states [N, width], and N scales or none.',
    });
  const outside = ask.tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocab);
  if (outside !== undefined)
    throw new ModelError({
      code: 'token-outside-vocabulary',
      what: `Token ${outside} is not one of the model's ${vocab}.`,
      fix: `Ask for ids from 0 to ${vocab - 1}.`,
    });
}
