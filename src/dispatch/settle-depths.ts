import { type LensName, settledAt } from '../analysis/lens.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import { type AskDepths, readDepths } from './read-depths.ts';

export interface SettleDepths {
  /** The lens that the depths come from. */
  readonly lens: LensName;
  readonly settles: readonly {
    readonly position: number;
    /** Null where only the last state has the answer. */
    readonly layer: number | null;
    readonly answer: Token;
  }[];
}

/**
 * Prediction depth of some positions: the earliest layer from which the word that leads is the final
 * answer, for good.
 *
 * @throws {EngineError} of `readDepths`
 */
export async function settleDepths(
  ask: AskDepths,
  tokens: readonly TokenId[],
  positions: readonly number[],
  lens: LensName = 'linear',
): Promise<SettleDepths> {
  const read = await readDepths(ask, { tokens, positions, top: 1 }, lens);
  const settles = read.positions.map(({ position, depths }) =>
    settledAt(
      depths.map(({ hook, top }) => ({ hook, top: top.map(({ token }) => token) })),
      position,
    ),
  );
  return { lens: read.lens, settles };
}
