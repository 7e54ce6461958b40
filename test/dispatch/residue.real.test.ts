import { expect, test } from 'vitest';
import type { ResidueFinding } from '../../src/analysis/residue-finding.ts';
import { scanResidue } from '../../src/dispatch/residue.ts';
import { noShelf } from '../../src/kernel/shelf.ts';
import { PLAIN_TABLE } from '../support/residue-table.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openInline, openShipped } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

test('a model without a table takes its priors from its own texts once, and says what is not known', async () => {
  const { runner, close } = await openShipped();
  const text = 'Friends Ruth and Nora found a drink at the market, and Nora showed it to';
  const tokens = await runner.tokenize(text);
  const shelf = emptyShelf();
  const ask = { runner, model: await runner.facts(), prompt: { text, tokens }, seed: 0, shelf, options: {} };
  const asked = { patterns: ['🝚', '∴', '⇌'], sensitivity: 1 } as const;
  const { calibration, caveats, hits } = await scanResidue(ask, asked);
  expect(calibration).toMatchObject({ source: 'samples of the model itself', shuffled: 0 });
  expect(caveats.join(' ')).toContain('was not measured');
  for (const { falsePositiveRate } of hits) expect(falsePositiveRate).toBeNull();
  expect(await shelf.read('residue')).toMatchObject({ calibration });
  expect((await scanResidue(ask, asked)).hits).toEqual(hits);
  await close();
}, 120_000);

test('SmolLM2 looks most at a word that does nothing, and gives up “city” for the city’s name', async () => {
  const { runner, close } = await openInline(await smollm2Gguf());
  const model = await runner.facts();
  const common = await runner.tokenize('., the a');
  const liked = Array.from({ length: model.layers }, () => common.map(({ id }) => [id, 0.2] as const));
  const space = (await runner.tokenize(' '))[0]?.id ?? 0;
  const layers = liked.map((row) => [...row, [space, 0.2] as const]);
  const table = { ...PLAIN_TABLE, lens: { ...PLAIN_TABLE.lens, layers } };
  const shelf = { ...noShelf, read: async () => table };
  const scan = async (text: string): Promise<ResidueFinding> => {
    const prompt = { text, tokens: await runner.tokenize(text) };
    const ask = { runner, model, prompt, seed: 0, shelf, options: {} };
    return scanResidue(ask, { patterns: ['🝚', '∴', '⇌'], sensitivity: 0.7 });
  };
  const text = 'When Mary and John went to the store, John gave a drink to';
  const { look, answer } = await scan(text);
  const words = (await runner.tokenize(text)).map((token) => token.text);
  expect(answer.text).toBe(' Mary');
  expect(words[look.pair?.looked ?? 0]).toBe(' the');
  expect(words[look.pair?.worth ?? 0]).toBe(' Mary');
  const [looked, worth] = [look.sources[look.pair?.looked ?? 0], look.sources[look.pair?.worth ?? 0]];
  expect(looked?.salience).toBeCloseTo(0.19, 1);
  expect(looked?.effect).toBeLessThan(0.002);
  expect(worth?.effect).toBeGreaterThan(1);
  const { hits } = await scan('The capital city of Germany is called');
  expect(hits).toContainEqual(
    expect.objectContaining({
      form: 'residue',
      confirmed: true,
      word: expect.objectContaining({ text: ' city' }),
    }),
  );
  await close();
}, 120_000);
