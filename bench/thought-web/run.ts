import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Ask } from '../../src/dispatch/command.ts';
import { askOf } from '../roles/asking.ts';
import { type Anchors, anchors } from './anchors.ts';
import { type Conversations, conversations } from './measure.ts';
import { webPage } from './page.ts';
import { type Removal, removal } from './removal.ts';
import { type Times, times } from './times.ts';

/** All that docs/thought-web.md says, beside it as docs/thought-web.json; a part that was not run is absent. */
export interface Measured {
  readonly one?: Conversations;
  readonly twice?: Conversations;
  readonly corrected?: Conversations;
  readonly twelve?: Conversations;
  readonly removal?: Removal;
  readonly anchorsOne?: Anchors;
  readonly anchorsTwice?: Anchors;
  readonly anchorsSmollm2?: Anchors;
  readonly timesShipped?: Times;
  readonly timesSmollm2?: Times;
}

const DATA = new URL('../../docs/thought-web.json', import.meta.url);
const PAGE = new URL('../../docs/thought-web.md', import.meta.url);

const SHIPPED = 'shipped';
const SMOLLM2 = 'SmolLM2-135M-Instruct';

const PARTS: Readonly<Record<keyof Measured, readonly [string, (ask: Ask) => Promise<object>]>> = {
  one: [SHIPPED, (ask) => conversations(ask, 'one', { from: 1_000, count: 120 })],
  twice: [SHIPPED, (ask) => conversations(ask, 'twice', { from: 2_000, count: 120 })],
  corrected: [SHIPPED, (ask) => conversations(ask, 'corrected', { from: 3_000, count: 100 })],
  twelve: [SHIPPED, (ask) => conversations(ask, 'one', { from: 4_000, count: 60, facts: 12 })],
  removal: [SHIPPED, (ask) => removal(ask, 40)],
  anchorsOne: [SHIPPED, (ask) => anchors(ask, 'one', { from: 6_000, count: 120 })],
  anchorsTwice: [SHIPPED, (ask) => anchors(ask, 'twice', { from: 7_000, count: 120 })],
  anchorsSmollm2: [SMOLLM2, (ask) => anchors(ask, 'one', { from: 8_000, count: 20 })],
  timesShipped: [SHIPPED, times],
  timesSmollm2: [SMOLLM2, times],
};

/** `npm run thought-web [-- --only PART]`: measures, keeps docs/thought-web.json, and writes the tables of its page. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  let measured: Measured = await readFile(DATA, 'utf8').then(JSON.parse, () => ({}));
  for (const [part, [model, measure]] of Object.entries(PARTS)) {
    if (values.only !== undefined && values.only !== part) continue;
    const { ask, runner } = await askOf(model);
    measured = { ...measured, [part]: await measure(ask) };
    await runner.close();
    await writeFile(DATA, `${JSON.stringify(measured)}\n`);
    console.error(`${part} done`);
  }
  await writeFile(PAGE, webPage(await readFile(PAGE, 'utf8'), measured));
}

await main();
