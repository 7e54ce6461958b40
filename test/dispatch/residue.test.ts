import { afterAll, expect, test } from 'vitest';
import shelved from '../../models/teaching/measured/residue.json' with { type: 'json' };
import { RESIDUE_PATTERNS } from '../../src/analysis/residue-finding.ts';
import { CALIBRATED, rateAt } from '../../src/analysis/residue-table.ts';
import { ratesOf } from '../../src/dispatch/glyph-rates.ts';
import { glyphsOf } from '../../src/dispatch/glyphs.ts';
import { houseFor } from '../../src/dispatch/rooms.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { residueTable } from '../../src/dispatch/schemas/residue.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { noShelf } from '../../src/kernel/shelf.ts';
import { answersOf, roomsAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
const table = residueTable.parse(shelved.value);
const rooms = await roomsAround(async () => runner);
const house = await houseFor(
  { ...rooms, shelf: () => ({ ...noShelf, read: async () => table }) },
  {
    workspace: 'test',
    channel: 'test',
    person: { id: 'p1', name: 'Ann' },
    manages: true,
    talks: false,
    now: 0,
  },
);
const scan = async (text: string) => (await answersOf(text, house))[0]?.reply;

test('the committed table is of the shipped weights, with rates on at least 200 prompts of each kind', async () => {
  expect(shelved.fingerprint).toBe((await runner.facts()).fingerprint);
  expect(table.calibration.natural).toBeGreaterThanOrEqual(200);
  expect(table.calibration.shuffled).toBeGreaterThanOrEqual(200);
  const calibrated = table.rates.find(({ sensitivity }) => sensitivity === CALIBRATED);
  expect(calibrated?.patterns['🝚'].shuffled.confirmed).toBeLessThanOrEqual(0.05);
  expect(calibrated?.patterns['⇌'].shuffled.confirmed).toBeLessThanOrEqual(0.05);
  const residue = calibrated?.patterns['∴'];
  expect(residue?.shuffled.confirmed).toBeLessThanOrEqual((residue?.natural.confirmed ?? 0) / 2);
});

test('the help names each pattern with its rates, which are those of the table', () => {
  expect(glyphsOf('residue.scan').map(({ glyph }) => glyph)).toEqual([...RESIDUE_PATTERNS]);
  const calibrated = table.rates.find(({ sensitivity }) => sensitivity === CALIBRATED);
  for (const pattern of RESIDUE_PATTERNS) {
    const rate = ratesOf(pattern).find(({ model }) => model === 'shipped');
    expect((rate?.hits ?? -1) / (rate?.tried ?? 1)).toBeCloseTo(
      calibrated?.patterns[pattern].shuffled.confirmed ?? Number.NaN,
      2,
    );
  }
});

test('a prompt too long to scan is refused before any work', async () => {
  await expect(scan(`.p/residue.scan ${'The cat sat. '.repeat(60)}`)).rejects.toMatchObject({
    code: 'too-long-to-scan',
  });
});

test('a reply keeps to its schema, and repeats itself', async () => {
  const text =
    '.p/residue.scan{sensitivity=1} Friends Ruth and Nora found a drink at the market, and Nora showed it to';
  const reply = await scan(text);
  expect(replySchema.safeParse(reply).error).toBeUndefined();
  if (reply === undefined) throw new Error('no reply');
  const { look, margin, answer, hits } = findingOf(reply, 'residue');
  expect(answer.text).toBe(' Ruth');
  expect(margin).toBeGreaterThan(0);
  expect(look.sources).toHaveLength(reply.prompt.tokens.length);
  expect(look.pair?.worth).toBe(reply.prompt.tokens.findIndex((token) => token.text === ' Ruth'));
  expect(hits.length).toBeGreaterThan(0);
  for (const { pattern, confirmed, falsePositiveRate } of hits)
    expect(falsePositiveRate).toBe(rateAt(table, 1, pattern, confirmed));
  const again = await scan(text);
  expect(again && findingOf(again, 'residue').hits).toEqual(hits);
});
