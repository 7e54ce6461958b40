import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keptMeasurements } from '../../src/cli/kept-measurements.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
/** What was measured of this model and came with the house; nothing that an earlier run has kept. */
const shelf = keptMeasurements(await mkdtemp(join(tmpdir(), 'dotp-consoles-')));
const house = { ...(await houseAround(runner)), shelf };
afterAll(close);

async function reply(text: string) {
  const [answer] = await answersOf(text, house);
  if (answer === undefined) throw new Error('no answer');
  expect(replySchema.safeParse(answer.reply).error).toBeUndefined();
  expect(answer.drawn?.png.length).toBeGreaterThan(1_000);
  return answer.reply;
}

test('of two facts the one that was asked about moves the answer', async () => {
  const web = findingOf(
    await reply(
      '.p/thought.web{nodes=sentences} Anna lives in Paris. Tom lives in Rome. The city where Anna lives is',
    ),
    'influence',
  );
  const last = web.nodes.at(-1);
  const into = [...web.links, ...web.weak].filter(({ to }) => to === last?.id);
  const strongest = [...into].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))[0];
  expect(last?.text).toContain('Paris');
  expect(strongest).toMatchObject({ from: 'n1' });
  expect(strongest?.effect).toBeGreaterThan(1);
});

test('under a guard the same seeds give the same words until it acts', async () => {
  const text = 'the red box, the red box, the red box, the red box, the red box, the red box,';
  const call = `.p/collapse.prevent{trigger=repetition, threshold=2, action=stop, passes=2} ${text}`;
  const { passes, guard } = findingOf(await reply(call), 'trajectory');
  expect(passes.length).toBeGreaterThan(0);
  const acted = guard?.acted?.pass ?? Number.POSITIVE_INFINITY;
  guard?.passes.forEach((pass, i) => {
    if (i + 1 < acted) expect(pass.text).toBe(passes[i]?.text);
  });
  expect(guard?.acted === null).toBe(guard?.ended !== 'guard');
});

test('how deep each word settles, pass by pass, through the lens that came with the house', async () => {
  const { passes, lens, layers } = findingOf(
    await reply('.p/recursion.sync{passes=2} The capital of France is'),
    'recursion',
  );
  expect([lens, layers, passes.length]).toEqual(['linear', 30, 2]);
  const depths = passes.flatMap(({ tokens }) => tokens.map(({ layer }) => layer ?? layers));
  expect(Math.min(...depths)).toBeGreaterThan(5); // no word of it is there before the middle layers
});
