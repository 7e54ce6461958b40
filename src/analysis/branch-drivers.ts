import type { Cause, Units } from './branch-causes.ts';
import type { BranchDriver, BranchTogether } from './branches-finding.ts';
import { quantile } from './quantile.ts';

const FOR = 6;
const AGAINST = 2;
/** Way of a metric, in logits, below which its shares mean nothing. */
const NO_WAY = 0.5;

/** A cause and what it was found to do. */
export type MeasuredCause = Cause & { readonly effect: number };

/** The largest effects for the branch and against it, by size. */
export function leadingDrivers(causes: readonly MeasuredCause[]): MeasuredCause[] {
  const ordered = [...causes].sort((a, b) => b.effect - a.effect);
  const forIt = ordered.filter(({ effect }) => effect > 0).slice(0, FOR);
  const against = ordered.filter(({ effect }) => effect < 0).slice(-AGAINST);
  return [...forIt, ...against].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

/** The drivers that are for a branch, at most so many. */
export const supportersOf = (drivers: readonly MeasuredCause[], most: number): MeasuredCause[] =>
  drivers.filter(({ effect }) => effect > 0).slice(0, most);

/** Everything that they consist of, each once. */
export const unitsOf = (drivers: readonly MeasuredCause[]): Units => [
  ...new Set(drivers.flatMap(({ units }) => units)),
];

export function driverOf({ node, score, effect }: MeasuredCause): BranchDriver {
  return score === undefined ? { node, effect } : { node, score, effect };
}

/**
 * The drivers for a branch ablated at once, beside random sets like them: necessity in logits.
 *
 * @param supporters  what was ablated
 * @param metrics  the branch's metric with nothing ablated, all of them, the drivers, each random set
 */
export function togetherOf(
  supporters: readonly MeasuredCause[],
  metrics: { readonly full: number; readonly empty: number; readonly without: number },
  random: readonly number[],
): BranchTogether {
  const { full, empty, without } = metrics;
  const effects = random.map((metric) => full - metric);
  return {
    drivers: supporters.length,
    units: unitsOf(supporters).length,
    effect: full - without,
    share: full - empty < NO_WAY ? null : (full - without) / (full - empty),
    random:
      effects.length === 0
        ? null
        : { n: effects.length, median: quantile(effects, 0.5), p95: quantile(effects, 0.95) },
  };
}
