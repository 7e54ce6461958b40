import { correlation } from './correlation.ts';
import type { InfluenceFit, LinkRule } from './influence-finding.ts';
import { sparseSupport } from './lasso.ts';
import { type FitWithErrors, leastSquares, predicted } from './least-squares.ts';
import type { Mask } from './random-masks.ts';

/** One run: which sources were visible, and the log-odds of the piece that is explained. */
export interface MaskedRun {
  readonly mask: Mask;
  readonly value: number;
}

/** An effect in nats, and its jackknife error; null where the masks are too few for one. */
export interface Effect {
  readonly effect: number;
  readonly error: number | null;
}

export interface MaskedFit extends Pick<InfluenceFit, 'sources' | 'masks' | 'fitted' | 'heldOut'> {
  /** One for each source, in the order of the masks. */
  readonly effects: readonly Effect[];
  /** Of two sources, by their index: what both together add beyond the sum of each. */
  readonly pairs: readonly (Effect & { readonly sources: readonly [number, number] })[];
}

/** Fewer different masks than this are all fitted, none held out, and no source is left out. */
const ENOUGH = 12;
/** Every third mask is held out. */
const HELD = 3;
/** Leading sources whose products are looked at: six products. */
const PAIRED = 4;

/** See methods: with it one planted fact of five was found in 30 of 30, none wrong. */
export const LINK_RULE: LinkRule = { errors: 3, share: 0.4, least: 0.1, fit: 0.8 };

/**
 * What each source adds to a piece's log-odds: a sparse linear fit over runs with random sources hidden
 * (ContextCite, Cohen-Wang 2409.00729). An L1 penalty chooses the sources that matter; effects and errors
 * are from least squares on those alone, since the penalty shrinks them. A source that was not chosen is
 * measured by the fit of the chosen ones and itself.
 *
 * Two sources that say the same do not add up: either is enough. So products of the leading sources enter
 * in the same way, centred, which leaves each source's own effect its average over the masks.
 *
 * @param runs  in drawn order; equal masks count once
 */
export function maskedFit(runs: readonly MaskedRun[]): MaskedFit {
  const different = [...new Map(runs.map((run) => [run.mask.join(), run])).values()];
  const few = different.length < ENOUGH;
  const held = few ? [] : different.filter((_, i) => i % HELD === HELD - 1);
  const fitted = few ? different : different.filter((_, i) => i % HELD !== HELD - 1);
  const all = indices(different[0]?.mask.length ?? 0);
  const terms = few ? { alone: all, pairs: [] } : chosenTerms(fitted, all);
  const columns = columnsIn(fitted);
  const fit = leastSquares(columns(fitted, terms), valuesOf(fitted));
  const effectOf = (source: number): Effect => {
    const at = terms.alone.indexOf(source);
    if (at >= 0) return effectAt(fit, at);
    const more = { ...terms, alone: [source, ...terms.alone] };
    return effectAt(leastSquares(columns(fitted, more), valuesOf(fitted)), 0);
  };
  const rOf = (part: Terms): number | null => {
    const line = leastSquares(columns(fitted, part), valuesOf(fitted));
    const guesses = columns(held, part).map((row) => predicted(line, row));
    const r = correlation(guesses, valuesOf(held));
    if (held.length === 0) return null;
    return Number.isFinite(r) ? r : 0; // a fit that says the same of all masks explains nothing
  };
  return {
    sources: all.length,
    masks: different.length,
    fitted: fitted.length,
    heldOut: { masks: held.length, r: rOf(terms), additive: rOf({ ...terms, pairs: [] }) },
    effects: all.map(effectOf),
    pairs: terms.pairs.map((sources, i) => ({ sources, ...effectAt(fit, terms.alone.length + i) })),
  };
}

type Pair = readonly [number, number];

/** What a fit is made of: sources, and products of two of them. */
interface Terms {
  readonly alone: readonly number[];
  readonly pairs: readonly Pair[];
}

function chosenTerms(runs: readonly MaskedRun[], all: readonly number[]): Terms {
  const columns = columnsIn(runs);
  const y = valuesOf(runs);
  const each = columns(runs, { alone: all, pairs: [] });
  const sparse = sparseSupport(each, y);
  // Of two of which either is enough each alone explains little: then the best penalty, not the largest near it.
  const alone = sparse.length > 0 ? sparse : sparseSupport(each, y, 0);
  const fit = leastSquares(columns(runs, { alone, pairs: [] }), y);
  const size = (at: number): number => Math.abs(fit.slopes[at] ?? 0);
  const leading = indices(alone.length)
    .sort((a, b) => size(b) - size(a))
    .slice(0, PAIRED)
    .flatMap((at) => alone[at] ?? [])
    .sort((a, b) => a - b);
  const pairs = leading.flatMap((a, i) => leading.slice(i + 1).map((b): Pair => [a, b]));
  const left = columns(runs, { alone, pairs: [] }).map((row, i) => (y[i] ?? 0) - predicted(fit, row));
  const chosen = sparseSupport(columns(runs, { alone: [], pairs }), left);
  return { alone, pairs: chosen.flatMap((at) => (pairs[at] === undefined ? [] : [pairs[at]])) };
}

/** Columns of the terms, products centred on the means over the runs that are fitted. */
function columnsIn(fitted: readonly MaskedRun[]) {
  const seen = (run: MaskedRun, source: number): number => (run.mask[source] ? 1 : 0);
  const mean = (source: number): number =>
    fitted.reduce((sum, run) => sum + seen(run, source), 0) / Math.max(1, fitted.length);
  return (runs: readonly MaskedRun[], { alone, pairs }: Terms): number[][] =>
    runs.map((run) => [
      ...alone.map((source) => seen(run, source)),
      ...pairs.map(([a, b]) => (seen(run, a) - mean(a)) * (seen(run, b) - mean(b))),
    ]);
}

const valuesOf = (runs: readonly MaskedRun[]): number[] => runs.map(({ value }) => value);

const indices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const effectAt = ({ slopes, errors }: FitWithErrors, at: number): Effect => ({
  effect: slopes[at] ?? 0,
  error: errors[at] ?? null,
});

/**
 * Whether a link is drawn: its effect beyond its error, beyond a share of the largest effect on the same
 * piece, and more than hardly anything.
 */
export function isLink(
  { effect, error }: Effect,
  effects: readonly Effect[],
  rule: LinkRule = LINK_RULE,
): boolean {
  const size = Math.abs(effect);
  const largest = Math.max(...effects.map((each) => Math.abs(each.effect)));
  return size > rule.errors * (error ?? 0) && size > rule.share * largest && size > rule.least;
}
