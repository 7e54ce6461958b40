import { afterAll, expect, test } from 'vitest';
import type { HeadFinding } from '../../src/analysis/head-finding.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { headWhy } from '../../src/dispatch/head-why.ts';
import { measureHead } from '../../src/dispatch/measure-head.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
afterAll(close);
const TEXT = 'When Mary and John went to the store, John gave a drink to';
const prompt = { text: TEXT, tokens: await runner.tokenize(TEXT) };
const ask: Ask = { runner, model: await runner.facts(), prompt, seed: 0, shelf: emptyShelf(), options: {} };
const last = prompt.tokens.length - 1;
const keys = prompt.tokens.map((_, key) => key);

test('query and key parts sum to the scores, in every layer', async () => {
  for (const layer of [0, 1, 7, 15, 22, 29]) {
    const head = layer % ask.model.heads;
    const { error, ofPairs } = await headWhy(ask, { layer, head }, last, 1, keys);
    expect(error, `L${layer}H${head}`).toBeLessThanOrEqual(1e-4);
    expect(ofPairs).toBe((1 + layer * (ask.model.heads + 1)) ** 2);
  }
});

test('the head with the largest score suppresses the name that it reads', async () => {
  const findings = await measureHead(ask, { head: 'auto', at: 'last', token: 'auto', against: 'auto' });
  const found = findings.find((finding): finding is HeadFinding => finding.kind === 'head');
  if (found === undefined) throw new Error('no head');
  expect(found.head).toBe('L24H4');
  expect(prompt.tokens[found.why?.key ?? 0]?.text).toBe(' Mary');
  expect(found.writes.down.slice(0, 3).map(({ token }) => token.text.trim().toLowerCase())).toEqual([
    'mary',
    'mary',
    'mary',
  ]);
  expect(found.effect.everywhere).toBeLessThan(-2);
  for (const { everywhere } of found.effect.control) expect(Math.abs(everywhere)).toBeLessThan(1);
  expect(found.copying.here.lowers).toBeGreaterThan(found.copying.here.null99);
});
