import { RESIDUE_PATTERNS, type ResiduePattern } from '../../src/analysis/residue-finding.ts';
import { residueHits, sourceSamples } from '../../src/analysis/residue-judge.ts';
import {
  CALIBRATED,
  type HitRate,
  type ResidueRates,
  type ResidueTable,
} from '../../src/analysis/residue-table.ts';
import { fitSourcePrior } from '../../src/analysis/source-prior.ts';
import { linesFile, readLines } from './lines.ts';
import { LEAST_WRITE, type LensLine, type Line, lensOf, SENSITIVE } from './measure.ts';
import type { ModelName } from './natural.ts';

/** Shuffled prompts with a confirmed 🝚 or ⇌, at most. */
const MOST_FALSE = 0.05;
/** Tried from the loosest; the first that keeps to it is taken. */
const OTHERS = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05, 0.02, 0.01];
const BACKS = [0, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5];
const WRITES = [LEAST_WRITE, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const SENSITIVITIES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

const PATTERNS = RESIDUE_PATTERNS;

/** The model's table from what was measured: priors from natural prompts, thresholds from shuffled ones. */
export function fitTable(model: ModelName): {
  readonly table: ResidueTable;
  readonly lines: readonly Line[];
} {
  const lines = readLines<Line>(linesFile(model));
  const natural = lines.filter(({ kind }) => kind === 'natural');
  const samples = natural
    .flatMap(({ measured, tokens }) => sourceSamples(measured.sources, tokens))
    .flatMap((each) => each ?? []);
  const bare: ResidueTable = {
    calibration: {
      source: 'natural prompts',
      natural: natural.length,
      shuffled: lines.length - natural.length,
    },
    lens: rounded(lensOf(readLines<LensLine>(linesFile(`${model}-lens`)))),
    looked: rounded(fitSourcePrior(samples.map(({ looked }) => looked))),
    worth: rounded(fitSourcePrior(samples.map(({ worth }) => worth))),
    back: 0,
    others: 1,
    write: 0,
    rates: [],
  };
  const table = { ...bare, ...chosen(lines, bare) };
  return {
    table: {
      ...table,
      rates: SENSITIVITIES.filter((each) => each <= SENSITIVE[model]).map((each) =>
        ratesAt(lines, table, each),
      ),
    },
    lines,
  };
}

type Chosen = Pick<ResidueTable, 'back' | 'others' | 'write'>;

/** Thresholds of the confirmations: the loosest at which shuffled prompts keep to their bounds. */
export const chosen = (lines: readonly Line[], table: ResidueTable): Chosen => ({
  back: loosest(BACKS, (back) => both(lines, { ...table, back }, '∴'), 1),
  others: loosest(OTHERS, (others) => both(lines, { ...table, others }, '🝚'), MOST_FALSE),
  write: loosest(WRITES, (write) => both(lines, { ...table, write }, '⇌'), MOST_FALSE),
});

interface Both {
  readonly natural: HitRate;
  readonly shuffled: HitRate;
}

/**
 * The first at which confirmed hits on shuffles are within the bound and at most half as frequent as on
 * natural prompts; where there is none, the first that confirms neither; else the first within the bound.
 */
function loosest(grid: readonly number[], rates: (value: number) => Both, most: number): number {
  const tried = grid.map((value) => ({ value, rates: rates(value) }));
  const within = tried.filter(({ rates: { shuffled } }) => shuffled.confirmed <= most);
  const half = within.find(
    ({ rates: { natural, shuffled } }) =>
      natural.confirmed > 0 && shuffled.confirmed <= natural.confirmed / 2,
  );
  const none = within.find(({ rates: { natural, shuffled } }) => shuffled.confirmed <= natural.confirmed / 2);
  return (half ?? none ?? within[0])?.value ?? grid.at(-1) ?? 0;
}

const both = (
  lines: readonly Line[],
  table: ResidueTable,
  pattern: ResiduePattern,
  sensitivity = CALIBRATED,
): Both => {
  const of = (kind: Line['kind']) =>
    rounded(
      hitRate(
        lines.filter((line) => line.kind === kind),
        table,
        pattern,
        sensitivity,
      ),
    );
  return { natural: of('natural'), shuffled: of('shuffled') };
};

export const ratesAt = (lines: readonly Line[], table: ResidueTable, sensitivity: number): ResidueRates => {
  const of = (pattern: ResiduePattern) => both(lines, table, pattern, sensitivity);
  return { sensitivity, patterns: { '🝚': of('🝚'), '∴': of('∴'), '⇌': of('⇌') } };
};

/** Shares of prompts with a hit, and with a confirmed one. */
export function hitRate(
  lines: readonly Line[],
  table: ResidueTable,
  pattern: ResiduePattern,
  sensitivity: number,
): HitRate {
  const hits = lines.map((line) => hitsOf(line, table, [pattern], sensitivity));
  const share = (has: (found: (typeof hits)[number]) => boolean) =>
    hits.filter(has).length / Math.max(1, hits.length);
  return {
    any: share((found) => found.length > 0),
    confirmed: share((found) => found.some(({ confirmed }) => confirmed)),
  };
}

export const hitsOf = (
  { measured, tokens }: Line,
  table: ResidueTable,
  patterns: readonly ResiduePattern[] = PATTERNS,
  sensitivity = CALIBRATED,
) =>
  residueHits(
    { ...measured, layers: [], words: [], writes: { raise: [], lower: [] }, notes: [] },
    tokens,
    table,
    { patterns, sensitivity },
  );

/** Four digits are enough for a prior. */
const rounded = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === 'number' ? Number(each.toPrecision(4)) : each)),
  );
