import type { HeadAddress } from '../analysis/attention.ts';
import { type Probe, secondHalf } from '../analysis/probe.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import { at, sizeOf, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { tick } from './head-roles-progress.ts';

/** Heads ablated in one call, each in a row of its own. */
const AT_ONCE = 24;

export interface RepeatEffects {
  /** By head, nats. */
  readonly effects: readonly number[];
  /** Mean log-probability of the repeated tokens, nats. */
  readonly repeat: number;
  /** Repeated tokens behind each effect. */
  readonly tokens: number;
}

/**
 * What every head adds to the repeat: mean log-probability (nats) of the second half's tokens in the
 * model as it is, minus with that head ablated to its mean.
 *
 * @param rows   sequences of the probe to measure on
 * @param means  by layer, `[head, headWidth]`
 */
export async function repeatEffects(
  ask: Ask,
  probe: Probe,
  rows: readonly (readonly TokenId[])[],
  means: readonly Tensor[],
): Promise<RepeatEffects> {
  const heads = headsOf(ask);
  const sums = heads.map(() => 0);
  const whole: number[] = [];
  for (const [r, row] of rows.entries()) {
    const [own = Number.NaN] = await repeatLogProbs(ask, probe, row, [[]], means);
    whole.push(own);
    for (let from = 0; from < heads.length; from += AT_ONCE) {
      tick(ask.options, 'Ablating every head', r * heads.length + from, heads.length * rows.length);
      const some = heads.slice(from, from + AT_ONCE).map((head) => [head]);
      const without = await repeatLogProbs(ask, probe, row, some, means);
      without.forEach((value, i) => {
        sums[from + i] = (sums[from + i] ?? 0) + own - value;
      });
    }
  }
  const tokens = rows.reduce((sum, row) => sum + sayable(probe, row).length, 0);
  return { effects: sums.map((sum) => sum / rows.length), repeat: mean(whole), tokens };
}

export const headsOf = ({ model }: Pick<Ask, 'model'>): HeadAddress[] =>
  Array.from({ length: model.layers * model.heads }, (_, i) => ({
    layer: Math.floor(i / model.heads),
    head: i % model.heads,
  }));

/**
 * Mean log-probability (nats) of the second half of a row, once for each set of heads ablated. The
 * half's first token is left out: nothing before it says that the repetition begins.
 *
 * Ablated heads put out their mean at every position but the first, where a head can look nowhere
 * else and which many models lean on.
 *
 * @param from  the first position at which they do
 */
export async function repeatLogProbs(
  { runner, model, options }: Ask,
  probe: Probe,
  row: readonly TokenId[],
  ablated: readonly (readonly HeadAddress[])[],
  means: readonly Tensor[],
  from = 1,
): Promise<number[]> {
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const interventions = ablated.flatMap((heads, batchRow) =>
    heads.flatMap((head) => meanFrom(from, means, head, batchRow, row.length)),
  );
  const rows = ablated.map(() => row);
  const states = (await runner.traceBatch({ rows, hooks: [last], interventions }, options)).get(last);
  const positions = sayable(probe, row);
  const before = rows.flatMap((_, i) => positions.map((position) => at(states ?? NOTHING, i, position - 1)));
  const tokens = row.slice(positions[0]);
  const { asked } = await runner.readout(rowsOf(before, model.width), { top: 1, tokens }, options);
  const logProb = (i: number, j: number) => Math.log(asked[i * tokens.length + j]?.[j]?.prob ?? Number.NaN);
  return rows.map((_, i) => mean(tokens.map((_, j) => logProb(i, j))));
}

/** Interventions that hold a head at its mean from a position on. */
const meanFrom = (
  from: number,
  means: readonly Tensor[],
  { layer, head }: HeadAddress,
  row: number,
  tokens: number,
) =>
  Array.from({ length: tokens - from }, (_, i) => ({
    kind: 'head' as const,
    layer,
    head,
    row,
    position: i + from,
    gain: 0,
    baseline: at(means[layer] ?? NOTHING, head).data,
  }));

/** Positions of the second half whose token the earlier half foretells. */
function sayable(probe: Probe, row: readonly TokenId[]): number[] {
  const from = secondHalf(probe) + 1;
  return Array.from({ length: row.length - from }, (_, i) => from + i);
}

function rowsOf(states: readonly Tensor[], width: number): Tensor {
  const data = new Float32Array(states.length * width);
  states.forEach((state, i) => {
    data.set(state.data, i * width);
  });
  return tensor([states.length, width], data);
}

/** Mean of hook_z `[sequence, token, head, headWidth]` over sequences and all tokens but the first. */
export function meanOutput({ shape, data }: Tensor): Tensor {
  const [sequences = 0, tokens = 0, ...rest] = shape;
  const size = sizeOf(rest);
  const mean = new Float32Array(size);
  for (let s = 0; s < sequences; s++)
    for (let t = 1; t < tokens; t++)
      for (let i = 0; i < size; i++)
        mean[i] = (mean[i] ?? 0) + (data[(s * tokens + t) * size + i] ?? 0) / (sequences * (tokens - 1));
  return tensor(rest, mean);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const NOTHING = tensor([0], new Float32Array(0));
