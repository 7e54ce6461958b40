import { afterAll, expect, test } from 'vitest';
import type { ResidueFinding } from '../../src/analysis/residue-finding.ts';
import { scanResidue } from '../../src/dispatch/residue.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { noShelf } from '../../src/kernel/shelf.ts';
import { type BuiltHead, builtShipped } from '../support/built-shipped.ts';
import { PLAIN_TABLE } from '../support/residue-table.ts';
import { openInline, openShipped } from '../support/shipped.ts';

const shelf = { ...noShelf, read: async () => PLAIN_TABLE };

const shipped = await openShipped();
afterAll(() => shipped.close());
const word = (text: string): number => shipped.model.text.encode(` ${text}`).at(-1) ?? 0;
const is = word('is');
const france = word('France');
const capital = word('capital');
const mary = word('Mary');
const dog = word('dog');
const cat = word('cat');

async function scan(heads: readonly BuiltHead[], ...prompts: readonly string[]): Promise<ResidueFinding[]> {
  const { folder, remove } = await builtShipped(heads);
  const { runner, close } = await openInline(folder);
  const found = [];
  for (const text of prompts) found.push(await scanOf(runner, text));
  await close();
  await remove();
  return found;
}

async function scanOf(runner: Runner, text: string): Promise<ResidueFinding> {
  const tokens = await runner.tokenize(text);
  const model = await runner.facts();
  const ask = { runner, model, prompt: { text, tokens }, seed: 0, shelf, options: {} };
  return scanResidue(ask, { patterns: ['🝚', '∴', '⇌'], sensitivity: 0.7 });
}

const hitsOf = (finding: ResidueFinding | undefined, pattern: string) =>
  finding?.hits.filter((hit) => hit.pattern === pattern) ?? [];

test('∴ fires on the word that one head brings up and another takes back, and names that other head', async () => {
  const [fires, quiet] = await scan(
    [
      { layer: 0, head: 0, writes: [{ read: france, write: dog, strength: 12 }] },
      { layer: 5, head: 2, writes: [{ read: france, write: dog, strength: -40 }] },
    ],
    'The capital of France is',
    'The capital of Italy is',
  );
  expect(hitsOf(fires, '∴')).toMatchObject([
    { confirmed: true, word: { id: dog }, suppressors: [{ node: 'L5H2@5' }] },
  ]);
  expect(hitsOf(quiet, '∴')).toEqual([]);
});

test('∴ does not fire on a word that comes up late and stays', async () => {
  const writes = [{ read: france, write: dog, strength: 12 }];
  const [finding] = await scan([{ layer: 2, head: 0, writes }], 'The capital of France is');
  expect(finding?.answer.id).toBe(dog);
  expect(hitsOf(finding, '∴').filter((hit) => 'word' in hit && hit.word.id === dog)).toEqual([]);
});

test('⇌ fires where two heads write against each other, and not where the second has nothing to read', async () => {
  const [fires, quiet] = await scan(
    [
      { layer: 3, head: 1, writes: [{ read: france, write: cat, strength: 12 }] },
      { layer: 4, head: 5, writes: [{ read: capital, write: cat, strength: -10 }] },
    ],
    'The capital of France is',
    'The dog of France is',
  );
  expect(hitsOf(fires, '⇌')).toMatchObject([
    { confirmed: true, flips: true, supports: { node: 'L4H5@5' }, opposes: { node: 'L3H1@5' } },
  ]);
  expect(hitsOf(quiet, '⇌')).toEqual([]);
});

/** One pair of heads looks at three words and half at the sink; all others look at the sink alone. */
function lookers(writes: BuiltHead['writes']): BuiltHead[] {
  const sink = 0;
  return Array.from({ length: 24 }, (_, i) => {
    const [layer, head] = [Math.floor(i / 4), 2 * (i % 4)];
    const awake = layer === 2 && head === 0;
    const look = awake
      ? { from: is, at: [sink, sink, mary, france, capital], sharpness: 1.6 }
      : { from: is, at: [sink], sharpness: 9 };
    return [head, head + 1].map((each) => ({
      layer,
      head: each,
      look,
      writes: awake && each === 0 ? writes : [],
    }));
  }).flat();
}

test('🝚 fires on the word that is looked at and carries nothing, and not once it carries', async () => {
  const carried = (strength: number, words: readonly number[]) =>
    lookers(words.map((read) => ({ read, write: cat, strength })));
  const prompt = 'The capital of Mary and France is';
  const [fires] = await scan(carried(5.5, [france, capital]), prompt);
  const [quiet] = await scan(carried(3.7, [france, capital, mary]), prompt);
  expect(hitsOf(fires, '🝚')).toMatchObject([{ confirmed: true, at: { position: 4, layer: 2 } }]);
  expect(fires?.look.layers.map(({ heads }) => heads)).toEqual([0, 0, 2, 0, 0, 0]);
  expect(hitsOf(quiet, '🝚')).toEqual([]);
});
