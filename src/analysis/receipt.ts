import type { Metric, NodeName, ReceiptFinding } from './findings.ts';
import { quantile } from './quantile.ts';

/** Way between counterfactual and prompt, in logits, below which its shares mean nothing. */
const NO_WAY = 0.1;
/** Below it a picture says so. */
const DOUBTFUL = 0.6;
/** Random sets that do as well are no comparison. */
const EASY = 0.3;

/**
 * The causal receipt of a set of nodes: how much of the metric they carry alone, how much is lost
 * without them, and how much any such set would carry (faithfulness as in Wang 2211.00593, normalised
 * as in Marks 2403.19647). Embeddings and biases stay the prompt's own.
 *
 * @param values  the metric in each row of the plan, the random sets' last
 */
export function receipt(
  values: readonly number[],
  about: {
    readonly metric: Metric;
    readonly nodes: readonly NodeName[];
    readonly ofNodes: number;
    readonly ablation: string;
    /** Of the random sets. */
    readonly seed: number;
    readonly grow: ReceiptFinding['grow'];
  },
): ReceiptFinding {
  const { seed, ...named } = about;
  const [empty = Number.NaN, circuit = Number.NaN, complement = Number.NaN, full = Number.NaN] = values;
  const share = (value: number): number | null => shareOfWay(value, empty, full);
  const random = values.slice(4).flatMap((value) => share(value) ?? []);
  const sufficiency = share(circuit);
  const without = share(complement);
  const p95 = random.length === 0 ? null : quantile(random, 0.95);
  return {
    kind: 'receipt',
    method: 'exact runs with all other nodes ablated',
    unit: `metric in logits; shares of the way from ${empty.toFixed(2)} to ${full.toFixed(2)}`,
    control: `${values.length - 4} random sets of the same size and kind`,
    caveats: doubts(sufficiency, p95),
    ...named,
    empty,
    circuit,
    complement,
    full,
    sufficiency,
    necessity: without === null ? null : 1 - without,
    random: { n: values.length - 4, median: random.length === 0 ? null : quantile(random, 0.5), p95, seed },
  };
}

/** How far a value lies on the way from the counterfactual's to the prompt's; null where there is no way. */
export const shareOfWay = (value: number, empty: number, full: number): number | null =>
  Math.abs(full - empty) < NO_WAY ? null : (value - empty) / (full - empty);

function doubts(sufficiency: number | null, p95: number | null): string[] {
  if (sufficiency === null)
    return ['The counterfactual leaves the metric nearly as it is: there is nothing for nodes to carry.'];
  const found: string[] = [];
  if (sufficiency < DOUBTFUL)
    found.push(
      `The nodes shown carry ${percent(sufficiency)} of the metric by themselves: do not trust this picture.`,
    );
  if (p95 !== null && p95 > EASY)
    found.push(`Random sets of the same size carry up to ${percent(p95)}: the receipt shows little.`);
  return found;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
