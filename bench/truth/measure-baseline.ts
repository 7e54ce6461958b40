import { metricOf } from '../../src/analysis/metric.ts';
import { spaceSize } from '../../src/analysis/node-space.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import { randomSets } from '../../src/analysis/random-sets.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import type { Counterfactual } from '../../src/dispatch/counterfactual-runs.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { nodeSpace, patchedMetrics } from '../../src/dispatch/patched-metrics.ts';
import type { MetricTerm } from '../../src/engine/runner.ts';
import type { Token } from '../../src/kernel/ids.ts';
import type { NodeValues } from '../../src/kernel/patch.ts';
import { drawnNodes } from './drawn-nodes.ts';
import { exactRows, measured } from './exact-rows.ts';
import { modeRows, readMode } from './mode-rows.ts';
import type { BaselineResult, Mode } from './result.ts';

export interface Plan {
  readonly modes: readonly Mode[];
  /** Leading nodes kept alone, by number. */
  readonly sizes: readonly number[];
  /** Nodes chosen together, as a trace draws them; 0 leaves that out. */
  readonly drawn: number;
  /** Random sets like the largest leading set of the first mode. */
  readonly randomSets: number;
}

/** What nodes are scored for, and what they are held against. */
export interface Against {
  /** The metric: the answer's logit minus its rival's. */
  readonly terms: readonly MetricTerm[];
  readonly counterfactual: Counterfactual;
  readonly values: NodeValues;
}

/**
 * Scores of every node in each mode, and the exact runs that they are held against, as one batch:
 * each leading node ablated alone, leading sets alone, all but the leading ones, the set that a trace
 * draws, random sets.
 *
 * @param answer  what the model says after the prompt
 */
export async function measureBaseline(
  ask: Ask,
  answer: Token,
  counterfactual: Counterfactual,
  plan: Plan,
): Promise<BaselineResult> {
  const position = ask.prompt.tokens.length - 1;
  const rival = counterfactual.finding.answer;
  const against: Against = {
    terms: [
      { token: answer.id, position, weight: 1 },
      { token: rival.id, position, weight: -1 },
    ],
    counterfactual,
    values: await nodeValues(ask, counterfactual),
  };
  const batch = exactRows();
  const [empty, full] = [batch.put({ only: [] }), batch.put({ allBut: [] })];
  const modes = await Promise.all(
    plan.modes.map((mode) => modeRows(ask, against, { mode, sizes: plan.sizes }, batch)),
  );
  const drawn = await drawnNodes(ask, against, plan.drawn);
  const [drawnAlone, drawnGone] = [batch.put({ only: drawn }), batch.put({ allBut: drawn })];
  const random = randomLike(ask, counterfactual, modes[0]?.ranked ?? [], plan).map((only) =>
    batch.put({ only }),
  );

  const metric = metricOf(new Float32Array(0), position, answer, rival);
  const found = measured(await patchedMetrics(ask, batch.rows, against.values, metric), empty, full);
  const { at, share, lost } = found;
  return {
    rival: rival.text,
    empty: at(empty),
    full: at(full),
    nodes: spaceSize(nodeSpace(ask)),
    modes: Object.fromEntries(modes.map((rows) => [rows.mode, readMode(rows, found, full)])),
    ...(plan.drawn === 0
      ? {}
      : { drawn: { nodes: drawn.length, sufficiency: share(drawnAlone), necessity: lost(drawnGone) } }),
    ...(random.length === 0 ? {} : { random: spread(random.flatMap((row) => share(row) ?? [])) }),
  };
}

/** Random sets of as many heads and MLPs as the largest leading set has, from where the two prompts differ on. */
function randomLike(
  ask: Ask,
  { rows }: Counterfactual,
  ranked: readonly number[],
  { sizes, randomSets: count }: Plan,
): number[][] {
  const from = ask.prompt.tokens.findIndex(({ id }, i) => rows.some((row) => row[i] !== id));
  const largest = ranked.slice(0, Math.max(...sizes));
  return randomSets(nodeSpace(ask), largest, { count, from, seed: ask.seed });
}

const spread = (shares: readonly number[]) => ({
  median: shares.length === 0 ? null : quantile(shares, 0.5),
  p95: shares.length === 0 ? null : quantile(shares, 0.95),
});
