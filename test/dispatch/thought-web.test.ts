import { afterAll, expect, test } from 'vitest';
import { logOdds } from '../../src/analysis/log-odds.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { isReply } from '../../src/dispatch/schema.ts';
import { maskedPieces } from '../../src/dispatch/web-runs.ts';
import { typedMessages, typedSentences } from '../../src/dispatch/web-typed.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, model, close } = await openShipped();
afterAll(close);

async function about(text: string): Promise<Ask> {
  const facts = await runner.facts();
  const prompt = { text, tokens: await runner.tokenize(text) };
  return { runner, model: facts, prompt, seed: 0, shelf: emptyShelf(), options: {} };
}

const webOf = async (line: string) => {
  const [answer] = await answersOf(line, await houseAround(runner));
  if (answer === undefined) throw new Error('no answer');
  expect(isReply(JSON.parse(JSON.stringify(answer.reply)))).toBe(true);
  return { ...answer, web: findingOf(answer.reply, 'influence') };
};

const textsOf = async (ask: Ask, of: typeof typedSentences) => {
  const { tokens, pieces, ...rest } = await of(ask, 'auto');
  const read = ({ span: { start, end } }: (typeof pieces)[number]) =>
    tokens
      .slice(start, end)
      .map(({ text }) => text)
      .join('');
  return { ...rest, tokens, pieces, texts: pieces.map(read) };
};

test('the pieces are the whole text and the model’s next words, token by token', async () => {
  const ask = await about('Anna lives in Paris. Tom lives in Rome.  The city where Anna lives is');
  const { texts, pieces, targets } = await textsOf(ask, typedSentences);
  expect(texts.map((text) => text.trim())).toEqual([
    '<|endoftext|>Anna lives in Paris.',
    'Tom lives in Rome.',
    'The city where Anna lives is',
    'Paris',
  ]);
  expect(pieces.map(({ span }) => span.start)).toEqual([
    0,
    ...pieces.slice(0, -1).map(({ span }) => span.end),
  ]);
  expect(targets).toEqual([
    { piece: 1, sources: [0] },
    { piece: 2, sources: [0, 1] },
    { piece: 3, sources: [0, 1], after: 2 }, // the sentence it goes on with is never hidden from it
  ]);
  expect(pieces[2]?.hiddenFrom).toBe(pieces[3]?.span.end);
});

test('a finished text is gone on from by a new sentence, which any piece may have moved', async () => {
  const { targets } = await textsOf(await about('Anna lives in Paris. Tom lives in Rome.'), typedSentences);
  expect(targets.at(-1)).toEqual({ piece: 2, sources: [0, 1] });
});

test('letters of several bytes and of other scripts keep their pieces apart', async () => {
  const { texts } = await textsOf(await about('Grüße, 東京。 Ann 😀 is here. Tom'), typedSentences);
  expect(texts.slice(0, 3).join('')).toContain('Ann');
  expect(texts[1]?.trim()).toMatch(/^Ann.*here\.$/);
});

test('log-odds under a mask are those of a run of its own in which the hidden keys are taken from each query', async () => {
  const ask = await about('Anna lives in Paris. Tom lives in Rome. The city where Anna lives is');
  const text = await typedSentences(ask, 'auto');
  const masks = [
    [true, true, true, true],
    [false, true, true, true],
    [true, false, false, true],
  ];
  const found = await maskedPieces(ask, text, masks);
  const ids = text.tokens.map(({ id }) => id);
  for (const [row, mask] of masks.entries()) {
    const interventions = text.pieces.flatMap(({ span, hiddenFrom }, piece) =>
      mask[piece] === true
        ? []
        : ids.flatMap((_, query) =>
            ids.flatMap((_, key) =>
              key > 0 && key >= span.start && key < span.end && query >= hiddenFrom && query >= key
                ? [{ kind: 'mask' as const, query, key }]
                : [],
            ),
          ),
    );
    const run = await model.forward({ tokens: [ids], hooks: ['logits'], interventions });
    const logits = run.hooks.get('logits');
    text.targets.forEach(({ piece }, i) => {
      const { start, end } = text.pieces[piece]?.span ?? { start: 0, end: 0 };
      const logProbs = ids.slice(start, end).map((id, j) => {
        const vocab = logits?.shape[2] ?? 0;
        const all = Array.from(logits?.data.subarray((start + j - 1) * vocab, (start + j) * vocab) ?? []);
        return (all[id] ?? 0) - Math.log(all.reduce((sum, logit) => sum + Math.exp(logit), 0));
      });
      expect(found[i]?.values[row]).toBeCloseTo(logOdds(logProbs), 2);
    });
  }
  expect(found.at(-1)).toMatchObject({ tokens: 1, ofTokens: 1, own: true });
});

test('of seven messages the one that was asked about is drawn, and only that; the rest is in the JSON', async () => {
  const messages = [
    'Mary lives in Berlin.',
    'Kate lives in Rome.',
    'The park was quiet.',
    'Tom lives in Oslo.',
  ];
  const others = ['Paul lives in Madrid.', 'Sam lives in London.', 'The city where Kate lives is'];
  const { web, figure, reply } = await webOf(`.p/thought.web ${[...messages, ...others].join('\n')}`);
  expect(web.nodes.map(({ text }) => text)).toEqual([...messages, ...others, 'Rome']);
  expect(web.links).toMatchObject([{ from: 'n2', to: 'n8' }]);
  expect(web.weak.map(({ from }) => from)).toEqual(['n1', 'n3', 'n4', 'n5', 'n6']);
  expect(web.nodes.at(-1)).toMatchObject({ role: 'model', after: 'n7' });
  expect(web.fits).toMatchObject([{ to: 'n8', own: true, doubts: [], heldOut: { masks: 21 } }]);
  expect(web.fits[0]?.heldOut.r).toBeGreaterThan(0.95);
  expect(figure).toMatchObject({ kind: 'web', links: [{ from: 1, to: 7, share: 1 }] });
  expect(reply.text).toContain('“Kate lives in Rome.” speaks for “Rome”');
  expect(reply.text).not.toContain('Beware');
});

test('an answer that is not the model’s is explained too, and the picture says that it is not', async () => {
  const line =
    '.p/thought.web{nodes=sentences, answer="Oslo"} Kate lives in Rome. The city where Kate lives is';
  const { web, figure, reply } = await webOf(line);
  expect(web.fits.at(-1)).toMatchObject({ own: false, prob: expect.closeTo(0, 1) });
  expect(figure?.subtitle).toContain('not what the model itself would say');
  expect(reply.caveats.join()).toContain('Beware of the links to “Oslo”');
});

test('a line alone, or a word without a sentence before it, is refused with what to do', async () => {
  const refused = async (line: string) => answersOf(line, await houseAround(runner)).catch((error) => error);
  expect(await refused('.p/thought.web Kate lives in Rome.')).toMatchObject({ code: 'too-few-pieces' });
  expect(await refused('.p/thought.web{nodes=sentences} Kate lives')).toMatchObject({
    code: 'too-few-pieces',
  });
  expect(await refused('.p/thought.web')).toMatchObject({ code: 'no-conversation' });
  expect(await refused('.p/thought.web{nodes=anchors} Kate')).toMatchObject({ code: 'no-anchors' });
});

test('lines of a model without a template are one running text, which is said', async () => {
  const text = await typedMessages(await about('Tom lives in Oslo.\n\nThe city where Tom lives is'), 'auto');
  expect(text).toMatchObject({ form: 'text', targets: [{ piece: 2, sources: [0], after: 1 }] });
  expect(text.caveats.join()).toContain('no chat template');
});
