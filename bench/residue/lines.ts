import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where measurements are kept while a run goes on: one JSON a line, so that a run can be taken up. */
export const linesFile = (name: string): string =>
  fileURLToPath(new URL(`../../out/residue/${name}.jsonl`, import.meta.url));

export function readLines<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

export function addLine(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(value, sixDigits)}\n`);
}

/** Which weights were measured. */
export function writeAbout(model: string, fingerprint: string): void {
  const file = aboutFile(model);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ fingerprint })}\n`);
}

export const readAbout = (model: string): { readonly fingerprint: string } =>
  JSON.parse(readFileSync(aboutFile(model), 'utf8'));

const aboutFile = (model: string): string => linesFile(`${model}-about`).replace(/l$/, '');

const sixDigits = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
