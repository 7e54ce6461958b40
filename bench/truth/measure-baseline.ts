import { exactEffects } from '../../src/analysis/exact-effects.ts';
import type { Live } from '../../src/analysis/gates.ts';
import { metricOf } from '../../src/analysis/metric.ts';
import { indexOf, spaceSize } from '../../src/analysis/node-space.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import { randomSets } from '../../src/analysis/random-sets.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import type { Counterfactual } from '../../src/dispatch/counterfactual-runs.ts';
import { nodeValues } from '../../src/dispatch/node-values.ts';
import { nodeSpace, patchedMetrics } from '../../src/dispatch/patched-metrics.ts';
import { pointsTo, scoreNodes } from '../../src/dispatch/score-nodes.ts';
import type { MetricTerm } from '../../src/engine/runner.ts';
import type { Token } from '../../src/kernel/ids.ts';
import type { NodeValues } from '../../src/kernel/patch.ts';
import type { BaselineResult, Mode, ModeResult } from './result.ts';

/** Leading nodes whose scores are held against exact effects. */
export const EFFECTS = 48;
/** Leading nodes whose absence is tested. */
export const NECESSARY = 25;
/** Way between counterfactual and prompt, in logits, below which shares of it mean nothing; as in a receipt. */
const NO_WAY = 0.1;

export interface Plan {
  readonly modes: readonly Mode[];
  /** Leading nodes kept alone, by number. */
  readonly sizes: readonly number[];
  /** Nodes chosen together, as a trace draws them; 0 leaves that out. */
  readonly drawn: number;
  /** Random sets like the largest leading set of the first mode. */
  readonly randomSets: number;
}

/**
 * Scores of every node in each mode, and the exact runs that they are held against, as one batch:
 * each leading node ablated alone, leading sets alone, all but the leading ones, random sets.
 *
 * @param answer  what the model says after the prompt
 */
export async function measureBaseline(
  ask: Ask,
  answer: Token,
  counterfactual: Counterfactual,
  plan: Plan,
): Promise<BaselineResult> {
  const space = nodeSpace(ask);
  const position = ask.prompt.tokens.length - 1;
  const rival = counterfactual.finding.answer;
  const metric = metricOf(new Float32Array(0), position, answer, rival);
  const terms = [
    { token: answer.id, position, weight: 1 },
    { token: rival.id, position, weight: -1 },
  ];
  const values = await nodeValues(ask, counterfactual);
  const batch = rowsOnce();
  const rows = await Promise.all(
    plan.modes.map(async (mode) => {
      const scored = await scoreNodes(ask, terms, counterfactual, values, mode);
      const leading = scored.sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
      const ranked = leading.flatMap(({ id }) => indexOf(space, id) ?? []);
      return {
        mode,
        ranked,
        leading: leading.slice(0, EFFECTS),
        alone: ranked.slice(0, EFFECTS).map((node) => batch.put({ allBut: [node] })),
        kept: plan.sizes.map((size) => batch.put({ only: ranked.slice(0, size) })),
        without: batch.put({ allBut: ranked.slice(0, NECESSARY) }),
      };
    }),
  );
  const [empty, full] = [batch.put({ only: [] }), batch.put({ allBut: [] })];
  const from = ask.prompt.tokens.findIndex(({ id }, i) => counterfactual.rows.some((row) => row[i] !== id));
  const drawn = await drawnNodes(ask, terms, counterfactual, values, plan.drawn);
  const [drawnAlone, drawnGone] = [batch.put({ only: drawn }), batch.put({ allBut: drawn })];
  const largest = rows[0]?.ranked.slice(0, Math.max(...plan.sizes)) ?? [];
  const sets = randomSets(space, largest, { count: plan.randomSets, from, seed: ask.seed });
  const random = sets.map((only) => batch.put({ only }));

  const metrics = await patchedMetrics(ask, batch.rows, values, metric);
  const at = (row: number): number => metrics[row] ?? Number.NaN;
  const way = at(full) - at(empty);
  const share = (row: number): number | null => (Math.abs(way) < NO_WAY ? null : (at(row) - at(empty)) / way);
  const lost = (row: number): number | null => {
    const left = share(row);
    return left === null ? null : 1 - left;
  };
  const modes = rows.map(({ mode, leading, alone, kept, without }): [Mode, ModeResult] => {
    const { r } = exactEffects(leading, [at(full), ...alone.map(at)]);
    return [mode, { r, sufficiency: kept.map(share), necessity: lost(without) }];
  });
  return {
    rival: rival.text,
    empty: at(empty),
    full: at(full),
    nodes: spaceSize(space),
    modes: Object.fromEntries(modes),
    ...(plan.drawn === 0
      ? {}
      : { drawn: { nodes: drawn.length, sufficiency: share(drawnAlone), necessity: lost(drawnGone) } }),
    ...(random.length === 0 ? {} : { random: spread(random.flatMap((row) => share(row) ?? [])) }),
  };
}

/** The nodes that a trace draws: chosen by the model's `circuit` choice, in node-space numbers. */
async function drawnNodes(
  { runner, prompt, options }: Ask,
  metric: readonly MetricTerm[],
  { rows }: Counterfactual,
  values: NodeValues,
  top: number,
): Promise<number[]> {
  if (top === 0) return [];
  const { edges, nodes } = await runner.attribute(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      metric,
      rules: 'exact',
      points: pointsTo(rows),
      baseline: { values, rows },
      edges: { top, choose: 'circuit' },
    },
    options,
  );
  return (edges?.receivers ?? []).map(({ place }) => place).filter((place) => place < nodes.data.length);
}

/** Rows of one batch; a row that was already put is not run twice. */
function rowsOnce() {
  const rows: Live[] = [];
  const places = new Map<string, number>();
  return {
    rows,
    put(live: Live): number {
      const key = JSON.stringify(live);
      const place = places.get(key) ?? rows.push(live) - 1;
      places.set(key, place);
      return place;
    },
  };
}

const spread = (shares: readonly number[]) => ({
  median: shares.length === 0 ? null : quantile(shares, 0.5),
  p95: shares.length === 0 ? null : quantile(shares, 0.95),
});
