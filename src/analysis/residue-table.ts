import type { ResidueCalibration, ResiduePattern, ResidueThresholds } from './residue-finding.ts';
import { priorQuantile, type SourcePrior } from './source-prior.ts';

/** What is known of a model before a prompt is scanned. */
export interface ResidueTable {
  readonly calibration: ResidueCalibration;
  /** By layer: the lens's mean probability of a token over calibration prompts, those above `floor` only. */
  readonly lens: {
    readonly floor: number;
    readonly layers: readonly (readonly (readonly [number, number])[])[];
  };
  readonly looked: SourcePrior;
  readonly worth: SourcePrior;
  /** ∴: see ResidueThresholds.back. */
  readonly back: number;
  /** 🝚: see ResidueThresholds.others. */
  readonly others: number;
  /** ⇌: see ResidueThresholds.write. */
  readonly write: number;
  /** Prompts with a hit, by sensitivity in tenths; none where nothing was measured. */
  readonly rates: readonly ResidueRates[];
}

export interface ResidueRates {
  readonly sensitivity: number;
  readonly patterns: Readonly<
    Record<ResiduePattern, { readonly natural: HitRate; readonly shuffled: HitRate }>
  >;
}

/** Shares of prompts. */
export interface HitRate {
  readonly any: number;
  readonly confirmed: number;
}

/** The sensitivity at which thresholds are the calibrated ones. */
export const CALIBRATED = 0.7;

/** Thresholds double for each 1 below. */
const DOUBLING = 1;

/** What thresholds are multiplied by: 1 at .7, .81 at 1, 1.6 at 0; falls as sensitivity grows. */
export const strictness = (sensitivity: number): number => 2 ** ((CALIBRATED - sensitivity) / DOUBLING);

/** At .7: 3 nats, 10 % in two layers, final below 5 % of the peak; a fifth; a write as large as the margin. */
export function thresholdsAt(table: ResidueTable, sensitivity: number): ResidueThresholds {
  const strict = strictness(sensitivity);
  const share = Math.min(0.5, 0.2 / strict);
  return {
    overPrior: 3 * strict,
    middle: Math.min(1, 0.1 * strict),
    gone: Math.min(1, 0.05 / strict),
    back: table.back,
    share,
    looked: priorQuantile(table.looked, 1 - share),
    worth: priorQuantile(table.worth, share),
    others: table.others,
    strength: strict,
    write: table.write * strict,
  };
}

/** At the sensitivity, or at the next tenth above, where there are no fewer hits. */
export function rateAt(
  table: ResidueTable,
  sensitivity: number,
  pattern: ResiduePattern,
  confirmed: boolean,
): number | null {
  const row = table.rates.find((each) => each.sensitivity >= sensitivity - 1e-9);
  const rate = row?.patterns[pattern].shuffled;
  if (rate === undefined) return null;
  return confirmed ? rate.confirmed : rate.any;
}

/** Of several patterns, any hit and a confirmed one; none where nothing was measured. */
export const ratesOf = (table: ResidueTable, sensitivity: number, patterns: readonly ResiduePattern[]) =>
  patterns.flatMap((pattern) => {
    const any = rateAt(table, sensitivity, pattern, false);
    const confirmed = rateAt(table, sensitivity, pattern, true);
    return any === null || confirmed === null ? [] : [{ pattern, any, confirmed }];
  });

/** The lens's own liking for a word at a layer, no less than the floor. */
export const lensPrior = ({ lens }: Pick<ResidueTable, 'lens'>, layer: number, token: number): number =>
  Math.max(lens.floor, lens.layers[layer]?.find(([id]) => id === token)?.[1] ?? 0);
