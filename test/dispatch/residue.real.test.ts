import { expect, test } from 'vitest';
import { scanResidue } from '../../src/dispatch/residue.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

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
