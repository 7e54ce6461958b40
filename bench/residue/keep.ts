import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { quantile } from '../../src/analysis/quantile.ts';
import { RESIDUE_PATTERNS, type ResiduePattern } from '../../src/analysis/residue-finding.ts';
import { CALIBRATED, type ResidueRates, type ResidueTable } from '../../src/analysis/residue-table.ts';
import { shelvedText } from '../../src/memory/shelf.ts';
import { chosen, fitTable, hitsOf, ratesAt } from './fit.ts';
import { readAbout } from './lines.ts';
import type { Line } from './measure.ts';
import { MODELS, type ModelName } from './natural.ts';

/** What docs/residue.md says of one model. */
export interface ModelResult {
  readonly model: ModelName;
  readonly fingerprint: string;
  readonly calibration: ResidueTable['calibration'];
  readonly thresholds: Pick<ResidueTable, 'back' | 'others' | 'write'>;
  readonly rates: readonly ResidueRates[];
  /** Thresholds chosen on even-numbered prompts, rates of the odd-numbered ones. */
  readonly heldOut: ResidueRates;
  /** Mean hits a prompt, confirmed or not. */
  readonly hits: Readonly<Record<ResiduePattern, { readonly natural: number; readonly shuffled: number }>>;
  /** Natural prompts whose most looked-at word is worth less than a tenth of the most worth one; and shuffled. */
  readonly pairApart: { readonly natural: number; readonly shuffled: number };
  /** Milliseconds a prompt, without what is only drawn. */
  readonly milliseconds: { readonly median: number; readonly p90: number };
  readonly examples: readonly { readonly text: string; readonly answer: string; readonly hit: string }[];
}

const FOLDERS: Readonly<Record<ModelName, URL>> = {
  shipped: new URL('../../models/teaching/measured/', import.meta.url),
  'SmolLM2-135M-Instruct': new URL('../../models/measured/smollm2-135m-instruct/', import.meta.url),
};
const DATA = new URL('../../docs/residue.json', import.meta.url);
const RATES = new URL('../../src/dispatch/glyph-rates/residue.json', import.meta.url);

/** Writes the model's table where its shelf finds it, its rates for the help, and what the page says of it. */
export function keepModel(model: ModelName): ModelResult[] {
  const { table, lines } = fitTable(model);
  const { fingerprint } = readAbout(model);
  mkdirSync(FOLDERS[model], { recursive: true });
  writeFileSync(new URL('residue.json', FOLDERS[model]), shelvedText(fingerprint, table));
  const results = [
    ...readResults().filter((each) => each.model !== model),
    resultOf(model, fingerprint, table, lines),
  ].sort((a, b) => MODELS.indexOf(a.model) - MODELS.indexOf(b.model));
  writeFileSync(DATA, `${JSON.stringify(results)}\n`);
  writeFileSync(
    RATES,
    `${JSON.stringify({ by: 'bench/residue/run.ts', rates: results.flatMap(glyphRates) }, null, 2)}\n`,
  );
  return results;
}

export function readResults(): ModelResult[] {
  try {
    return JSON.parse(readFileSync(DATA, 'utf8'));
  } catch {
    return [];
  }
}

function resultOf(
  model: ModelName,
  fingerprint: string,
  table: ResidueTable,
  lines: readonly Line[],
): ModelResult {
  const { calibration, back, others, write, rates } = table;
  const half = (odd: number) => lines.filter(({ id }) => Number(id.replace(/\D/g, '')) % 2 === odd);
  const times = lines.map(({ ms }) => ms);
  return {
    model,
    fingerprint,
    calibration,
    thresholds: { back, others, write },
    rates,
    heldOut: ratesAt(half(1), { ...table, ...chosen(half(0), table) }, CALIBRATED),
    hits: byPattern((pattern) => ({
      natural: perPrompt(lines, table, 'natural', pattern),
      shuffled: perPrompt(lines, table, 'shuffled', pattern),
    })),
    pairApart: { natural: apart(lines, 'natural'), shuffled: apart(lines, 'shuffled') },
    milliseconds: { median: Math.round(quantile(times, 0.5)), p90: Math.round(quantile(times, 0.9)) },
    examples: RESIDUE_PATTERNS.flatMap((pattern) => examplesOf(lines, table, pattern)),
  };
}

const byPattern = <T>(of: (pattern: ResiduePattern) => T): Record<ResiduePattern, T> => ({
  '🝚': of('🝚'),
  '∴': of('∴'),
  '⇌': of('⇌'),
});

function perPrompt(
  lines: readonly Line[],
  table: ResidueTable,
  kind: Line['kind'],
  pattern: ResiduePattern,
): number {
  const mine = lines.filter((line) => line.kind === kind);
  const found = mine.reduce((sum, line) => sum + hitsOf(line, table, [pattern]).length, 0);
  return Number((found / Math.max(1, mine.length)).toFixed(3));
}

function apart(lines: readonly Line[], kind: Line['kind']): number {
  const mine = lines
    .filter((line) => line.kind === kind)
    .map(({ measured }) => measured.sources.flatMap((each) => each ?? []));
  const readable = mine.filter((sources) => sources.length > 0);
  const split = readable.filter((sources) => {
    const looked = sources.reduce((best, each) => (each.salience > best.salience ? each : best));
    return looked.effect < 0.1 * Math.max(...sources.map(({ effect }) => effect));
  });
  return Number((split.length / Math.max(1, readable.length)).toFixed(3));
}

const MOST_EXAMPLES = 6;

/** Confirmed hits of natural prompts, the strongest first. */
const examplesOf = (
  lines: readonly Line[],
  table: ResidueTable,
  pattern: ResiduePattern,
): ModelResult['examples'] =>
  lines
    .filter(({ kind }) => kind === 'natural')
    .flatMap((line) => hitsOf(line, table, [pattern]).map((hit) => ({ line, hit })))
    .filter(({ hit }) => hit.confirmed)
    .sort((a, b) => b.hit.strength - a.hit.strength)
    .slice(0, MOST_EXAMPLES)
    .map(({ line, hit }) => ({
      text: line.text,
      answer: line.measured.answer.text,
      hit: `${pattern} ${nameOf(hit, line)} (${hit.strength.toFixed(1)}): ${hit.control}`,
    }));

function nameOf(hit: ReturnType<typeof hitsOf>[number], { tokens }: Line): string {
  if (hit.form === 'misfire')
    return `“${(tokens[hit.at.position]?.text ?? '').trim()}” at ${hit.at.position}`;
  if (hit.form === 'residue') return `“${hit.word.text.trim()}” after L${hit.at.layer}`;
  if (hit.form === 'collision') return `${hit.supports.node} against ${hit.opposes.node}`;
  return `“${hit.words[0].text.trim()}”, “${hit.words[1].text.trim()}” and back`;
}

/** Confirmed hits on shuffled prompts, and on natural ones, at the calibrated sensitivity. */
function glyphRates({ model, calibration, rates }: ModelResult) {
  const row = rates.find(({ sensitivity }) => sensitivity === CALIBRATED);
  return RESIDUE_PATTERNS.map((glyph) => ({
    glyph,
    model,
    on: 'shuffled prompts, confirmed',
    unit: 'prompts',
    hits: Math.round((row?.patterns[glyph].shuffled.confirmed ?? 0) * calibration.shuffled),
    tried: calibration.shuffled,
  }));
}
