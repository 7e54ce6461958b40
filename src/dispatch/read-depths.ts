import { depths, type LensName, lensStates } from '../analysis/lens.ts';
import type { HookName } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { Reading } from '../kernel/trace.ts';
import { linearLens } from './calibration.ts';
import type { Ask } from './command.ts';

/** What is needed to read states; a calibration that is missing is made on first need. */
export type AskDepths = Pick<Ask, 'runner' | 'model' | 'shelf' | 'options'>;

export interface DepthsRequest {
  readonly tokens: readonly TokenId[];
  /** Which of them are read. */
  readonly positions: readonly number[];
  /** Words kept of each state. */
  readonly top: number;
  /** Tokens whose probability is read at each state. */
  readonly asked?: readonly TokenId[];
}

/** The vocabulary as a lens reads it at every depth of some positions. */
export interface DepthReadings {
  /** The lens that the numbers come from. */
  readonly lens: LensName;
  /** In the order of the asked positions. */
  readonly positions: readonly {
    readonly position: number;
    /** In depth order, the last one the model's own answer. */
    readonly depths: readonly DepthReading[];
  }[];
}

export interface DepthReading {
  readonly hook: HookName;
  /** By rank. */
  readonly top: readonly Reading[];
  /** In the order of `asked`. */
  readonly asked: readonly { readonly logit: number; readonly prob: number }[];
  /** nats */
  readonly entropy: number;
}

/**
 * One run of the model, and what a lens reads of it: the linear one, which calibrates the model where
 * that was never done. A model too large for that on the way is read through the logit lens; the
 * result says which it was.
 *
 * @throws {EngineError} of `trace` and `readout`; of `linearLens`
 */
export async function readDepths(
  ask: AskDepths,
  { tokens, positions, top, asked = [] }: DepthsRequest,
  lens: LensName = 'linear',
): Promise<DepthReadings> {
  const { runner, model, options } = ask;
  const linear = lens === 'linear' ? await linearLens(ask) : undefined;
  const hooks = depths(model.layers);
  const trace = await runner.trace({ tokens, hooks }, options);
  const states = lensStates(trace, positions);
  const seen = linear === undefined ? states : await runner.mapStates(states, linear.path, options);
  const read = await runner.readout(seen, { top, tokens: asked }, options);
  return {
    lens: linear === undefined ? 'logit' : 'linear',
    positions: positions.map((position, p) => ({
      position,
      depths: hooks.map((hook, d) => {
        const row = p * hooks.length + d;
        return {
          hook,
          top: read.top[row] ?? [],
          asked: read.asked[row] ?? [],
          entropy: read.entropy[row] ?? Number.NaN,
        };
      }),
    })),
  };
}
