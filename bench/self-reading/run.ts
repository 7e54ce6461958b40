import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { askOf } from '../roles/asking.ts';
import { curvesSvg } from './curves.ts';
import { emptyTally, withOtherLayers, withPlace } from './measure.ts';
import { selfPage } from './page.ts';
import { places } from './places.ts';
import type { Tally } from './tally.ts';

/** Tokens read of each model. */
const TOKENS = 240;

const DATA = new URL('../../docs/self-reading.json', import.meta.url);
const PAGE = new URL('../../docs/self-reading.md', import.meta.url);

const MODELS = { shipped: 'shipped', smollm2: 'SmolLM2-135M-Instruct' } as const;
type ModelName = keyof typeof MODELS;
type Measured = Partial<Record<ModelName, Tally>>;

/**
 * `npm run self-reading [-- --only shipped|smollm2|page] [--minutes N]`: both readings of 240 tokens at
 * every layer. What is measured is kept as it goes; a run that was stopped goes on where it ended.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, minutes: { type: 'string' }, anew: { type: 'boolean' } },
  });
  const until = Date.now() + 60_000 * Number(values.minutes ?? Number.POSITIVE_INFINITY);
  let measured: Measured = await readFile(DATA, 'utf8').then(JSON.parse, () => ({}));
  for (const name of ['shipped', 'smollm2'] as const) {
    if ((values.only ?? name) !== name) continue;
    if (values.anew === true) measured = { ...measured, [name]: undefined };
    measured = { ...measured, [name]: await measure(name, measured[name], until) };
    await writeFile(DATA, `${JSON.stringify(measured)}\n`);
  }
  await writeFile(PAGE, selfPage(measured));
  for (const [name, tally] of Object.entries(measured))
    await writeFile(new URL(`pictures/self-reading-${name}.svg`, PAGE), curvesSvg(tally));
}

async function measure(name: ModelName, before: Tally | undefined, until: number): Promise<Tally> {
  const { ask, runner } = await askOf(MODELS[name]);
  const set = name === 'shipped' ? 'shipped' : 'smollm2-unseen';
  let tally = before ?? emptyTally(ask, MODELS[name], set);
  const all = await places(runner, set, TOKENS);
  for (const place of all.slice(tally.tokens)) {
    if (Date.now() > until) break;
    tally = await withPlace(ask, tally, place);
    if (tally.tokens % 20 === 0) console.error(`${name}: ${tally.tokens} of ${TOKENS} tokens`);
  }
  for (const place of all.slice(tally.everywhere, tally.tokens)) {
    if (Date.now() > until) break;
    tally = await withOtherLayers(ask, tally, place);
    if (tally.everywhere % 20 === 0) console.error(`${name}: ${tally.everywhere} at every layer`);
  }
  await runner.close();
  return tally;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
