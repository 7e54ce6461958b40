import { exactEffects } from '../../src/analysis/exact-effects.ts';
import type { ScoredNode } from '../../src/analysis/node-scores.ts';
import { indexOf } from '../../src/analysis/node-space.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { nodeSpace } from '../../src/dispatch/patched-metrics.ts';
import { scoreNodes } from '../../src/dispatch/score-nodes.ts';
import type { ExactRows, Measured } from './exact-rows.ts';
import type { Against } from './measure-baseline.ts';
import type { Mode, ModeResult } from './result.ts';

/** Leading nodes whose scores are held against exact effects. */
const EFFECTS = 48;
/** Leading nodes whose absence is tested. */
const NECESSARY = 25;

/** One way of scoring: its leading nodes, and the rows that test them. */
export interface ModeRows {
  readonly mode: Mode;
  /** All nodes by falling |score|, as numbers of the node space. */
  readonly ranked: readonly number[];
  readonly leading: readonly ScoredNode[];
  /** Rows with one leading node ablated, with only the leading ones of each size live, without the leading ones. */
  readonly alone: readonly number[];
  readonly kept: readonly number[];
  readonly without: number;
}

/** Scores every node and puts the rows that its leading ones are tested by. */
export async function modeRows(
  ask: Ask,
  { terms, counterfactual, values }: Against,
  { mode, sizes }: { readonly mode: Mode; readonly sizes: readonly number[] },
  batch: ExactRows,
): Promise<ModeRows> {
  const scored = await scoreNodes(ask, terms, counterfactual, values, mode);
  const sorted = [...scored].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const ranked = sorted.flatMap(({ id }) => indexOf(nodeSpace(ask), id) ?? []);
  return {
    mode,
    ranked,
    leading: sorted.slice(0, EFFECTS),
    alone: ranked.slice(0, EFFECTS).map((node) => batch.put({ allBut: [node] })),
    kept: sizes.map((size) => batch.put({ only: ranked.slice(0, size) })),
    without: batch.put({ allBut: ranked.slice(0, NECESSARY) }),
  };
}

export const readMode = (
  { leading, alone, kept, without }: ModeRows,
  { at, share, lost }: Measured,
  full: number,
): ModeResult => ({
  r: exactEffects(leading, [at(full), ...alone.map(at)]).r,
  sufficiency: kept.map(share),
  necessity: lost(without),
});
