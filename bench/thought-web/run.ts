import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Ask } from '../../src/dispatch/command.ts';
import { askOf } from '../roles/asking.ts';
import { type Anchors, anchors } from './anchors.ts';
import type { Kind } from './conversations.ts';
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

type Part = (ask: Ask, before: Measured, until: number) => Promise<Partial<Measured>>;
type WebPart = 'one' | 'twice' | 'corrected' | 'twelve';
type AnchorPart = 'anchorsOne' | 'anchorsTwice' | 'anchorsSmollm2';

const webs =
  (name: WebPart, kind: Kind, plan: { from: number; count: number; facts?: number }): Part =>
  async (ask, { [name]: { cases: before } = { cases: [] } }, until) => ({
    [name]: await conversations(ask, kind, { ...plan, before, until }),
  });

const kept =
  (name: AnchorPart, kind: Kind, plan: { from: number; count: number }): Part =>
  async (ask, { [name]: { cases: before } = { cases: [] } }, until) => ({
    [name]: await anchors(ask, kind, { ...plan, before, until }),
  });

const PARTS: Readonly<Record<keyof Measured, readonly [string, Part]>> = {
  one: [SHIPPED, webs('one', 'one', { from: 1_000, count: 110 })],
  twice: [SHIPPED, webs('twice', 'twice', { from: 2_000, count: 100 })],
  anchorsOne: [SHIPPED, kept('anchorsOne', 'one', { from: 6_000, count: 100 })],
  corrected: [SHIPPED, webs('corrected', 'corrected', { from: 3_000, count: 40 })],
  twelve: [SHIPPED, webs('twelve', 'one', { from: 4_000, count: 30, facts: 12 })],
  anchorsTwice: [SHIPPED, kept('anchorsTwice', 'twice', { from: 7_000, count: 100 })],
  removal: [SHIPPED, async (ask) => ({ removal: await removal(ask, 10) })],
  timesShipped: [SHIPPED, async (ask) => ({ timesShipped: await times(ask) })],
  timesSmollm2: [SMOLLM2, async (ask) => ({ timesSmollm2: await times(ask) })],
  anchorsSmollm2: [SMOLLM2, kept('anchorsSmollm2', 'one', { from: 8_000, count: 20 })],
};

/**
 * `npm run thought-web`: measures and writes docs/thought-web.json and the tables of its page. Cases that the
 * file holds are not run again: delete it to have them anew. `-- --only PART` one part, `--only page` none;
 * `--seconds N` stops between two cases, and the next run goes on there.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, seconds: { type: 'string' } } });
  const until = Date.now() + 1000 * Number(values.seconds ?? 86_400);
  let measured: Measured = await readFile(DATA, 'utf8').then(JSON.parse, () => ({}));
  for (const [part, [model, measure]] of Object.entries(PARTS)) {
    if ((values.only ?? part) !== part) continue;
    const { ask, runner } = await askOf(model);
    measured = { ...measured, ...(await measure(ask, measured, until)) };
    await runner.close();
    await writeFile(DATA, `${JSON.stringify(measured)}\n`);
  }
  await writeFile(PAGE, webPage(await readFile(PAGE, 'utf8'), measured));
}

await main();
