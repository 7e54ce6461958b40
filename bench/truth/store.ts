import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SETS, type SetName } from './prompt-set.ts';
import type { TruthRun } from './result.ts';

/** Runs are kept in docs/truth; short ones, apart from what is committed, in out/truth. */
export interface Place {
  readonly short: boolean;
}

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const fileOf = (set: string, { short }: Place): string => path(`${short ? 'out' : 'docs'}/truth/${set}.json`);

/** Writes a run so that its tables can be made again: one prompt a line, numbers to three decimals. */
export function writeRun(run: TruthRun, place: Place): void {
  const { results, ...about } = run;
  const lines = results.map((result) => JSON.stringify(result, threeDecimals)).join(',\n');
  write(fileOf(run.set, place), `${JSON.stringify(about).slice(0, -1)},"results":[\n${lines}\n]}\n`);
}

/** @returns undefined where the set was not measured yet */
export function readRun(set: SetName, place: Place): TruthRun | undefined {
  const file = fileOf(set, place);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export const readRuns = (place: Place): TruthRun[] => SETS.flatMap((set) => readRun(set, place) ?? []);

export const writeMarkdown = (text: string, { short }: Place): void =>
  write(path(short ? 'out/truth/truth.md' : 'docs/truth.md'), text);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const threeDecimals = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value;
