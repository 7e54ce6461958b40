import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETS, type SetName } from './prompt-set.ts';
import type { PromptResult, TruthRun } from './result.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** Short runs are kept apart from what is committed. */
const folder = (short: boolean): string => path(short ? 'out/truth' : 'docs/truth');
const partial = (set: SetName): string => path(`out/truth/${set}.partial.jsonl`);

/** Writes a run so that its tables can be made again: one prompt a line, numbers to three decimals. */
export function writeRun(run: TruthRun, short: boolean): void {
  const { results, ...about } = run;
  const lines = results.map((result) => JSON.stringify(result, threeDecimals)).join(',\n');
  write(
    `${folder(short)}/${run.set}.json`,
    `${JSON.stringify(about).slice(0, -1)},"results":[\n${lines}\n]}\n`,
  );
}

/** The runs there are, in the sets' order. */
export const readRuns = (short: boolean): TruthRun[] =>
  SETS.map((set) => `${folder(short)}/${set}.json`)
    .filter(existsSync)
    .map((file): TruthRun => JSON.parse(readFileSync(file, 'utf8')));

/** Keeps a result at once, for `--resume`; the first one of a run clears what an earlier run left. */
export function appendPartial(set: SetName, result: PromptResult, first: boolean): void {
  const file = partial(set);
  if (first) write(file, '');
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}

export function readPartial(set: SetName): PromptResult[] {
  const file = partial(set);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): PromptResult => JSON.parse(line));
}

export const writeMarkdown = (text: string, short: boolean): void =>
  write(short ? `${folder(true)}/truth.md` : path('docs/truth.md'), text);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const threeDecimals = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value;
