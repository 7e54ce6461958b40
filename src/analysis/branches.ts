import type { Token } from '../kernel/ids.ts';
import { driverOf, type MeasuredCause } from './branch-drivers.ts';
import { branchMetrics } from './branch-metrics.ts';
import { branchesCaveats } from './branches-caveats.ts';
import type { Branch, BranchDriver, BranchesFinding } from './branches-finding.ts';
import { correlation } from './correlation.ts';
import type { NodeName, ScoredToken } from './findings.ts';

/** One branch as it was measured; `measured` is missing where nothing could be ablated. */
export interface BranchParts {
  readonly branch: ScoredToken;
  readonly written: Branch['continuation'] | undefined;
  readonly measured:
    | (Pick<Branch, 'together' | 'memory'> & {
        readonly empty: number;
        readonly measured: readonly MeasuredCause[];
        readonly drivers: readonly MeasuredCause[];
      })
    | undefined;
}

export interface BranchesParts
  extends Pick<BranchesFinding, 'position' | 'sources' | 'ablation' | 'subject' | 'caveats'> {
  readonly branches: readonly BranchParts[];
  readonly reads: ReadonlyMap<NodeName, NonNullable<BranchDriver['reads']>>;
}

/** The finding of a fork: branches as measured, and what is weak about them. */
export function branchesFinding({ branches, reads, caveats, ...about }: BranchesParts): BranchesFinding {
  const leads = branchMetrics(branches.map(({ branch }) => branch.logit));
  const found = branches.map((parts, i) => branchOf(parts, leads[i] ?? Number.NaN, reads));
  const agreement = agreementOf(branches.flatMap(({ measured }) => measured?.measured ?? []));
  const finding = {
    kind: 'branches' as const,
    ...METHOD[about.sources],
    ...about,
    branches: found,
    rest: Math.max(0, 1 - found.reduce((sum, { prob }) => sum + prob, 0)),
    ...(agreement === undefined ? {} : { agreement }),
  };
  return { ...finding, caveats: [...caveats, ...branchesCaveats(finding)] };
}

function branchOf(
  { branch: { id, text, prob, logit }, written, measured }: BranchParts,
  metric: number,
  reads: BranchesParts['reads'],
): Branch {
  const token: Token = { id, text };
  const continuation =
    written === undefined
      ? { text: '', tokens: [], ended: 'length' as const }
      : { text: written.text, tokens: written.tokens, ended: written.ended };
  const branch = { token, prob, logit, continuation, metric };
  if (measured === undefined) return { ...branch, empty: null, drivers: [], together: null };
  const { empty, together, memory } = measured;
  const drivers = measured.drivers.map((cause) => {
    const read = reads.get(cause.node);
    return read === undefined ? driverOf(cause) : { ...driverOf(cause), reads: read };
  });
  return { ...branch, empty, drivers, together, ...(memory === undefined ? {} : { memory }) };
}

/** Scores beside exact effects; nothing where sources have no score. */
function agreementOf(measured: readonly MeasuredCause[]): BranchesFinding['agreement'] {
  const pairs = measured.flatMap(({ score, effect }) => (score === undefined ? [] : [{ score, effect }]));
  if (pairs.length === 0) return undefined;
  const r = correlation(
    pairs.map(({ score }) => score),
    pairs.map(({ effect }) => effect),
  );
  return { r: Number.isFinite(r) ? r : null, nodes: pairs.length };
}

const UNIT = 'logits: a branch’s logit minus the mean logit of the other branches; probabilities 0 to 1';
const SCORED =
  'path-averaged attribution (EAP-IG, Hanna 2403.17806), the leading ones re-measured by ablation';
const RANDOM_NODES = '20 random sets of as many heads and MLPs, ablated together';
const NODES = { unit: UNIT, control: RANDOM_NODES };

const METHOD: Record<BranchesFinding['sources'], Pick<BranchesFinding, 'method' | 'unit' | 'control'>> = {
  all: { method: `${SCORED}; heads and MLPs`, ...NODES },
  heads: { method: `${SCORED}; heads alone`, ...NODES },
  mlps: { method: `${SCORED}; MLPs alone`, ...NODES },
  memory: {
    method: `${SCORED}, in groups: recall = all MLPs at a token (what weights add there), context = all heads at a token (what is carried there from the tokens they read). A split by component, not by origin: MLPs also work on what heads brought, and heads carry what MLPs recalled`,
    ...NODES,
  },
  tokens: {
    method: 'each token hidden from every later one in every layer, exactly; its own stream goes on unread',
    unit: UNIT,
    control: 'up to 20 random sets of as many other tokens, hidden together',
  },
};
