import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { askOf } from '../roles/asking.ts';
import { collapsePage } from './page.ts';
import { measurePassages, type Passages, ratesOf } from './rates.ts';
import { measureRuns, type Run } from './runs.ts';

/** What was measured, a file for each model; docs/collapse.md is made from them. */
const DATA = new URL('../../docs/collapse/', import.meta.url);
const PAGE = new URL('../../docs/collapse.md', import.meta.url);
/** What every finding prints as its false positives. */
const RATES = new URL('../../src/dispatch/collapse-rates.json', import.meta.url);

export interface Measured {
  readonly model: string;
  readonly passages?: Passages;
  readonly runs: readonly Run[];
}

/**
 * `npm run collapse -- --model NAME [--part passages] [--minutes 7]`: measures what is not there yet, as far as the
 * time goes (the passages anew where they are named), and writes docs/collapse.md; without a model only the page.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { model: { type: 'string' }, part: { type: 'string' }, minutes: { type: 'string' } },
  });
  await mkdir(DATA, { recursive: true });
  if (values.model !== undefined) await measure(values.model, values.part, Number(values.minutes ?? 8));
  const names = (await readdir(DATA)).sort();
  const all: Measured[] = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(new URL(name, DATA), 'utf8'))),
  );
  const rates = all.flatMap(({ model, passages }) =>
    passages === undefined ? [] : [ratesOf(model, passages)],
  );
  await writeFile(RATES, `${JSON.stringify(rates, null, 1)}\n`);
  await writeFile(PAGE, collapsePage(all, rates));
}

async function measure(model: string, part: string | undefined, minutes: number): Promise<void> {
  const until = Date.now() + minutes * 60_000;
  const file = new URL(`${model}.json`, DATA);
  let measured: Measured = await readFile(file, 'utf8').then(JSON.parse, () => ({ model, runs: [] }));
  const keep = async (more: Partial<Measured>): Promise<void> => {
    measured = { ...measured, ...more };
    await writeFile(file, `${JSON.stringify(measured)}\n`);
  };
  const { ask, runner } = await askOf(model);
  if (part === 'passages' || measured.passages === undefined)
    await keep({ passages: await measurePassages(ask) });
  await measureRuns(ask, model, measured.runs, until, (runs) => keep({ runs }));
  await runner.close();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
