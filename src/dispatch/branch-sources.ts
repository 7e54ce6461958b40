import {
  type Cause,
  groupOf,
  memoryCauses,
  nodeCauses,
  tokenCauses,
  type Units,
} from '../analysis/branch-causes.ts';
import { branchTerms } from '../analysis/branch-metrics.ts';
import { randomNodeSets, randomTokenSets } from '../analysis/branch-random.ts';
import type { BranchSources } from '../analysis/branches-finding.ts';
import type { CounterfactualFinding } from '../analysis/findings.ts';
import type { ScoredNode } from '../analysis/node-scores.ts';
import { spaceSize } from '../analysis/node-space.ts';
import type { Token } from '../kernel/ids.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { type Ablate, nodeAblation, tokenAblation } from './branch-runs.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { findCounterfactual } from './find-counterfactual.ts';
import { nodeValues } from './node-values.ts';
import { nodeSpace } from './patched-metrics.ts';
import { scoreNodes } from './score-nodes.ts';

const RANDOM_SETS = 20;
const ALL = Number.POSITIVE_INFINITY;

/** What may drive the branches, and how it is taken away. */
export interface Source {
  /** By branch. */
  readonly causes: readonly (readonly Cause[])[];
  /** Every unit there is. */
  readonly all: Units;
  readonly ablate: Ablate;
  /** Drivers of a branch that are ablated at once and held against random sets, at most. */
  readonly atOnce: number;
  /** Sets like this one, drawn at random; none where it is most of what there is. */
  random(units: Units): readonly Units[];
  /** What is put out instead. */
  readonly ablation: string;
  /** Positions at which the counterfactual differs. */
  readonly subject: Units;
  readonly counterfactual?: CounterfactualFinding;
  /** By branch: all MLPs, all heads. */
  readonly totals?: readonly { readonly recall: Required<Cause>; readonly context: Required<Cause> }[];
}

/** @throws {DispatchError} `nothing-to-edit` */
export const sourceOf = (ask: Ask, branches: readonly Token[], sources: BranchSources): Promise<Source> =>
  sources === 'tokens' ? Promise.resolve(tokenSource(ask, branches)) : nodeSource(ask, branches, sources);

function tokenSource(ask: Ask, branches: readonly Token[]): Source {
  const causes = tokenCauses(ask.prompt.tokens.length);
  const all = causes.flatMap(({ units }) => units);
  return {
    causes: branches.map(() => causes),
    all,
    ablate: tokenAblation(ask, branches),
    atOnce: ALL,
    random: (hidden) => randomTokenSets(all, hidden, { count: RANDOM_SETS, seed: ask.seed }),
    ablation: 'hidden from every later token, in every layer',
    subject: [],
  };
}

async function nodeSource(
  ask: Ask,
  branches: readonly Token[],
  sources: Exclude<BranchSources, 'tokens'>,
): Promise<Source> {
  const [likeliest] = branches;
  if (likeliest === undefined) throw new RangeError('a fork of no branches');
  const found = await findCounterfactual(ask, { id: likeliest.id, text: likeliest.text });
  const values = await nodeValues(ask, found);
  const space = nodeSpace(ask);
  const scored = await scoresOf(ask, branches, found, values);
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const subject = ids.flatMap((id, i) => (found.rows.some((row) => row[i] !== id) ? [i] : []));
  return {
    causes: scored.map((nodes) =>
      sources === 'memory' ? memoryCauses(space, nodes) : nodeCauses(space, nodes, sources),
    ),
    all: Array.from({ length: spaceSize(space) }, (_, i) => i),
    ablate: nodeAblation(ask, branches, values),
    // groups overlap in what they do: the first alone says what a group is worth beside random nodes
    atOnce: sources === 'memory' ? 1 : ALL,
    random: (units) =>
      randomNodeSets(space, units, { count: RANDOM_SETS, from: subject[0] ?? 0, seed: ask.seed }),
    ablation: ablationOf(found),
    subject,
    counterfactual: found.finding,
    ...(sources === 'memory'
      ? {
          totals: scored.map((nodes) => ({
            recall: groupOf(space, nodes, 'M*', { mlps: true }),
            context: groupOf(space, nodes, 'L*H*', { mlps: false }),
          })),
        }
      : {}),
  };
}

/**
 * Every node's score for every branch. Scores are linear in the metric and the metrics sum to 0, so
 * the last branch's are what the others leave.
 */
export async function scoresOf(
  ask: Ask,
  branches: readonly Token[],
  counterfactual: Counterfactual,
  values: NodeValues,
): Promise<ScoredNode[][]> {
  const terms = branchTerms(branches, ask.prompt.tokens.length - 1);
  const scored: ScoredNode[][] = [];
  for (const metric of terms.slice(0, -1))
    scored.push(await scoreNodes(ask, metric, counterfactual, values, 'averaged'));
  const left = (scored[0] ?? []).map(({ id }, i) => ({
    id,
    score: -scored.reduce((sum, nodes) => sum + (nodes[i]?.score ?? 0), 0),
  }));
  return [...scored, left];
}

const ablationOf = ({ finding: { source, text, versions } }: Counterfactual): string =>
  source === 'corrupted mean'
    ? `mean over ${versions} corrupted versions, same positions`
    : `patched from the counterfactual “${text}”, same positions`;
