import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dotp, type Place, place, QUIET } from './dotp.ts';

let here: Place;
let file: string;

beforeAll(async () => {
  here = await place();
  const message = '.p/reflect.trace{top=12} The capital of France is';
  await dotp(here, ['run', message, '--model', 'shipped', '--out', 'out'], { env: QUIET });
  file = join(here.folder, 'out', '1-reflect.trace.json');
}, 60_000);
afterAll(() => here.remove());

test('the receipt of a drawn graph comes out again in a fresh process, from its JSON', async () => {
  const { code, stdout, stderr } = await dotp(here, ['verify', file, '--json'], { env: QUIET });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { numbers }: { numbers: { what: string; stored: number; now: number }[] } = JSON.parse(stdout);
  expect(numbers.map(({ what }) => what)).toContain('necessity');
  for (const { stored, now } of numbers) expect(now).toBeCloseTo(stored, 4);
});

test('one that was changed does not, and says which number', async () => {
  const reply: { findings: { kind: string; sufficiency?: number }[] } = JSON.parse(
    await readFile(file, 'utf8'),
  );
  const receipt = reply.findings.find(({ kind }) => kind === 'receipt');
  if (receipt) receipt.sufficiency = 0.123;
  const changed = join(here.folder, 'changed.json');
  await writeFile(changed, JSON.stringify(reply));
  const { code, stderr } = await dotp(here, ['verify', changed], { env: QUIET });
  expect(code).toBe(1);
  expect(stderr).toMatch(/sufficiency 0\.1230 is now.*receipt-differs/s);
});

test.each([
  ['not a reply', '{"a": 1}'],
  ['not JSON', 'picture'],
])('%s is refused in words', async (_, text) => {
  const other = join(here.folder, 'other.json');
  await writeFile(other, text);
  const { code, stderr } = await dotp(here, ['verify', other], { env: QUIET });
  expect(code).toBe(2);
  expect(stderr).toMatch(/not a reply.*reply-unreadable/s);
});
