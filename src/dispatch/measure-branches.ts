import type { Cause, Units } from '../analysis/branch-causes.ts';
import {
  leadingDrivers,
  type MeasuredCause,
  supportersOf,
  togetherOf,
  unitsOf,
} from '../analysis/branch-drivers.ts';
import type { BranchTogether, Measured } from '../analysis/branches-finding.ts';
import type { Source } from './branch-sources.ts';

/** What one branch was found to be driven by. */
export interface MeasuredBranch {
  readonly empty: number;
  /** All that were measured. */
  readonly measured: readonly MeasuredCause[];
  readonly drivers: readonly MeasuredCause[];
  readonly together: BranchTogether | null;
  readonly memory?: { readonly recall: Measured; readonly context: Measured };
}

/**
 * Two rounds of exact interventions: every cause alone, then each branch's leading ones at once
 * beside random sets like them.
 */
export async function measureBranches(source: Source): Promise<MeasuredBranch[]> {
  const { causes, all, totals } = source;
  const extra = totals?.[0] === undefined ? [] : [totals[0].recall.units, totals[0].context.units];
  const alone = causes.flat().map(({ units }) => units);
  const [full = [], empty = [], ...rest] = await source.ablate([[], all, ...extra, ...alone]);
  const effectsOf = (branch: number, sets: number, from: number): number[] =>
    rest.slice(from, from + sets).map((metrics) => of(full, branch) - of(metrics, branch));

  let at = extra.length;
  const measured = causes.map((mine, branch) => {
    const effects = effectsOf(branch, mine.length, at);
    at += mine.length;
    return mine.map((cause, i) => ({ ...cause, effect: effects[i] ?? Number.NaN }));
  });
  const drivers = measured.map(leadingDrivers);
  const together = await allTogether(source, drivers, full, empty);
  return measured.map((mine, branch) => {
    const [recall = Number.NaN, context = Number.NaN] = effectsOf(branch, extra.length, 0);
    const own = totals?.[branch];
    return {
      empty: of(empty, branch),
      measured: mine,
      drivers: drivers[branch] ?? [],
      together: together[branch] ?? null,
      ...(own === undefined ? {} : { memory: memoryOf(own, recall, context) }),
    };
  });
}

/** Each branch's supporting drivers ablated at once, and the random sets they are held against. */
async function allTogether(
  source: Source,
  drivers: readonly (readonly MeasuredCause[])[],
  full: readonly number[],
  empty: readonly number[],
): Promise<(BranchTogether | null)[]> {
  const supporters = drivers.map((mine) => supportersOf(mine, source.atOnce));
  const plans = supporters.map((mine): readonly Units[] => {
    const units = unitsOf(mine);
    return units.length === 0 ? [] : [units, ...source.random(units)];
  });
  const found = await source.ablate(plans.flat());
  let at = 0;
  return plans.map((plan, branch) => {
    const [without, ...random] = found.slice(at, at + plan.length).map((metrics) => of(metrics, branch));
    at += plan.length;
    if (without === undefined) return null;
    const metrics = { full: of(full, branch), empty: of(empty, branch), without };
    return togetherOf(supporters[branch] ?? [], metrics, random);
  });
}

const memoryOf = (
  { recall, context }: { readonly recall: Required<Cause>; readonly context: Required<Cause> },
  recalled: number,
  carried: number,
) => ({
  recall: { score: recall.score, effect: recalled },
  context: { score: context.score, effect: carried },
});

const of = (metrics: readonly number[], branch: number): number => metrics[branch] ?? Number.NaN;
