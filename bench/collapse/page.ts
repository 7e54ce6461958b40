import { MEASURES, type Measure } from '../../src/analysis/trajectory-finding.ts';
import type { CollapseRates } from '../../src/dispatch/collapse-rates.ts';
import { ACTIONS, TRIGGERS, USUAL_THRESHOLD } from '../../src/kernel/guard.ts';
import { WORDS } from './page-words.ts';
import type { Measured } from './run.ts';
import type { Run } from './runs.ts';

/** docs/collapse.md: what is said by hand, and every number from what was measured. */
export const collapsePage = (all: readonly Measured[], rates: CollapseRates): string =>
  [WORDS.before, ...all.map(runsTable), WORDS.rates, ...rates.map(ratesTable), WORDS.after]
    .join('\n\n')
    .concat('\n');

const NAMES: Readonly<Record<Measure, string>> = {
  repetition: 'repeated 4-grams',
  distinct: 'distinct 2-grams',
  entropy: 'entropy',
  cosine: 'state, cosine',
  kl: 'next word, KL',
  period: 'back and forth',
};

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

function runsTable({ model, runs }: Measured): string {
  const free = runs.filter(({ guard }) => guard === undefined);
  const guarded = TRIGGERS.flatMap((trigger) =>
    ACTIONS.map((action) => ({
      name: `\`${trigger}\` ${USUAL_THRESHOLD[trigger]}, \`${action}\``,
      runs: runs.filter(({ guard }) => guard?.trigger === trigger && guard.action === action),
    })),
  ).filter((each) => each.runs.length > 0);
  const head = [
    'guard',
    'runs',
    'it acted',
    ...MEASURES.map((measure) => NAMES[measure]),
    'any',
    'mean passes',
  ];
  const rows = [{ name: 'none', runs: free }, ...guarded].map(({ name, runs: of }) => rowOf(name, of));
  const silent = free.filter(({ ended }) => ended === 'silence').length;
  return [
    `### ${model}`,
    `Of ${free.length} runs without a guard ${silent} fell silent before pass 12. Counted are runs in which a measure reaches its limit of degree 0.7 in some pass.`,
    table(head, rows),
  ].join('\n\n');
}

function rowOf(name: string, runs: readonly Run[]): (string | number)[] {
  const with_ = (measure: Measure) => runs.filter(({ trips }) => trips[measure] !== undefined).length;
  const any = runs.filter(({ trips }) => Object.keys(trips).length > 0).length;
  const passes = runs.reduce((sum, run) => sum + run.passes, 0) / Math.max(1, runs.length);
  const acted = name === 'none' ? '' : runs.filter((run) => run.acted !== undefined).length;
  return [name, runs.length, acted, ...MEASURES.map(with_), any, passes.toFixed(1)];
}

const SHOWN = [0.2, 0.5, 0.7, 0.9];

function ratesTable({ model, texts, degrees, rates }: CollapseRates[number]): string {
  const rows = MEASURES.flatMap((measure) =>
    (['natural', 'shuffled'] as const).map((kind) => [
      `${NAMES[measure]}, ${kind === 'natural' ? 'ordinary' : 'shuffled'}`,
      ...SHOWN.map((degree) => percent(rates[measure][kind][degrees.indexOf(degree)])),
    ]),
  );
  return [`### ${model}, ${texts} passages`, table(['at degree', ...SHOWN.map(String)], rows)].join('\n\n');
}

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
