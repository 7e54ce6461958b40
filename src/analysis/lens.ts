import { type HookName, residualHooks } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Readout, Trace } from '../kernel/trace.ts';
import type { LensFinding } from './findings.ts';
import { hookOf } from './hook-of.ts';

type Row = LensFinding['rows'][number];

/** Through the model's own norm alone, or first mapped onto the final state as calibration learnt it. */
export const LENSES = ['linear', 'logit'] as const;
export type LensName = (typeof LENSES)[number];

/** Residual states in depth order: the embedding, then after attention and after the MLP of every layer. */
export const depths = residualHooks;

/**
 * The states a lens reads, stacked `[position × depth, width]`, depth fastest.
 *
 * @throws {AnalysisError} `hook-missing`
 */
export function lensStates(trace: Trace, positions: readonly number[]): Tensor {
  const hooks = depths(trace.model.layers).map((name) => hookOf(trace, name));
  const width = trace.model.width;
  const data = new Float32Array(positions.length * hooks.length * width);
  positions.forEach((position, p) => {
    hooks.forEach((hook, d) => {
      data.set(at(hook, 0, position).data, (p * hooks.length + d) * width);
    });
  });
  return tensor([positions.length * hooks.length, width], data);
}

/**
 * The vocabulary read from the residual stream at every half-layer. Each state goes through the model's
 * own final norm computed for that state (not with the scale of the last layer: that is a different,
 * wrong number) and the unembedding. The linear lens maps the state onto the final one before, by a
 * ridge regression that calibration fitted for its depth.
 *
 * @param readout  of `lensStates(trace, positions)`, mapped where `plain` is given, scales recomputed; the
 *                 first token asked for, if any, is followed through the depths as `answer`
 * @param plain    the same of the states as they are: makes it a linear lens with the logit lens beside it
 * @returns rows in depth order for each position, probabilities; `settles` is the earliest layer from
 *          whose attention or MLP on the final answer always leads, null when only the last state has it
 * @see nostalgebraist 2020, "interpreting GPT: the logit lens"; Din 2303.09435
 */
export function lens(
  trace: Trace,
  positions: readonly number[],
  readout: Readout,
  plain?: Readout,
): LensFinding {
  const read = readRows(trace, positions, readout);
  const shared = {
    kind: 'lens',
    unit: 'probability',
    control: 'the last state is the model’s own answer',
    ...read,
  } as const;
  if (plain === undefined)
    return {
      ...shared,
      lens: 'logit',
      method: 'logit lens (nostalgebraist 2020), final norm recomputed for every state',
      caveats: ['Lens: on small models the plain logit lens is nearly blind before the last layers.'],
    };
  return {
    ...shared,
    lens: 'linear',
    method: 'linear lens (Din 2303.09435), fitted on texts that the model wrote',
    plain: readRows(trace, positions, plain),
    caveats: [
      'Lens: it shows what a linear map can make of a state, not that the model makes it of it there.',
    ],
  };
}

function readRows(
  trace: Trace,
  positions: readonly number[],
  readout: Readout,
): Pick<LensFinding, 'rows' | 'settles'> {
  const hooks = depths(trace.model.layers);
  const rowsOf = positions.map((position, p) =>
    hooks.map((hook, d) => row(hook, position, readout, p * hooks.length + d)),
  );
  return { rows: rowsOf.flat(), settles: rowsOf.map((rows, p) => settledAt(rows, positions[p] ?? 0)) };
}

function row(hook: HookName, position: number, readout: Readout, index: number): Row {
  const top = (readout.top[index] ?? []).map(({ token, prob }) => ({ ...token, prob }));
  const answer = readout.asked[index]?.[0]?.prob;
  return { hook, position, top, ...(answer === undefined ? {} : { answer }) };
}

/** @param rows  of one position, in depth order, the leading word first in `top` */
export function settledAt(
  rows: readonly { readonly hook: HookName; readonly top: readonly Token[] }[],
  position: number,
): LensFinding['settles'][number] {
  const answer = rows.at(-1)?.top[0];
  if (answer === undefined) throw new RangeError('lens: a position without rows');
  const lastOther = rows.findLastIndex(({ top }) => top[0]?.id !== answer.id);
  const first = rows[lastOther + 1];
  const settled = first !== undefined && lastOther + 1 < rows.length - 1;
  const token: Token = { id: answer.id, text: answer.text };
  return { position, layer: settled ? layerOf(first.hook) : null, answer: token };
}

/** Layer of a block's hook; the embedding is before layer 0 and counts as 0. */
const layerOf = (hook: HookName): number => Number(/^blocks\.(\d+)\./.exec(hook)?.[1] ?? 0);
