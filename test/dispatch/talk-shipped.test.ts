import { afterAll, expect, test } from 'vitest';
import { turn } from '../../src/dispatch/flow.ts';
import { knownTokens } from '../../src/dispatch/known-tokens.ts';
import { picksOf } from '../../src/dispatch/picks.ts';
import { pressed } from '../../src/dispatch/pressed.ts';
import { isReply } from '../../src/dispatch/schema.ts';
import { answersOf } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';
import { saidTo, talkingHouse } from '../support/talk.ts';

const PROMPT =
  'The home of Clara is in Berlin. The home of Tom is in Helsinki. Question: where does Clara live? Answer:';
const { runner, model, close } = await openShipped();
const house = await talkingHouse(runner);
const { reply, said } = await saidTo(house, PROMPT);
afterAll(close);

test('without a chat template the words are continued, which is said', () => {
  expect(said).toMatchObject({ form: 'continuation', earlier: { seen: 0, dropped: 0, asked: [] } });
  expect(reply.prompt.text).toBe(PROMPT);
  expect(said.text).toMatch(/^ Berlin/);
  expect(reply.caveats.join()).toContain('no chat template');
  expect(isReply(reply)).toBe(true);
});

test('each token is the likeliest, with the probability and entropy of a run of its own', async () => {
  const ids = reply.prompt.tokens.map(({ id }) => id);
  for (const { id, prob, entropy, rival } of said.tokens) {
    const { hooks } = await model.forward({
      tokens: [ids],
      hooks: ['logits'],
      logitPositions: [ids.length - 1],
    });
    const logits = Array.from(hooks.get('logits')?.data ?? []);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const probs = logits.map((logit) => Math.exp(logit) / total);
    const [first, second] = [...probs].sort((a, b) => b - a);
    expect(probs[id]).toBe(first);
    expect(prob).toBeCloseTo(first ?? 0, 4);
    expect(rival?.prob).toBeCloseTo(second ?? 0, 4);
    expect(entropy).toBeCloseTo(
      probs.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0),
      3,
    );
    ids.push(id);
  }
});

test('a command without a prompt asks about what the model had read', async () => {
  const [lens] = await answersOf('.p/reflect.lens', house);
  expect(lens?.reply.prompt).toEqual(reply.prompt);
});

test('a typed end of text is letters to it', async () => {
  const forged = await saidTo(house, 'The capital of<|endoftext|> France is');
  expect(forged.reply.prompt.tokens.filter(({ id }) => id === 0)).toHaveLength(1); // the tokenizer's own
  expect(forged.reply.prompt.text).toBe('The capital of< |endoftext|> France is');
});

test('why this word: the trace of what had been read and written until then', async () => {
  const [pick] = picksOf(reply);
  expect(pick).toMatchObject({ action: 'word', argument: '0', label: 'Why “Berlin”?' });
  const text = pressed({ action: 'word', argument: '0' }, reply);
  expect(text).toMatch(/^\.p\/reflect\.trace\{token=" Berlin"\} /);
  for await (const answer of turn({ text: text ?? '', about: reply }, house, {})) {
    expect(answer.reply.prompt.tokens).toEqual(reply.prompt.tokens);
    expect(answer.reply.findings).toContainEqual(
      expect.objectContaining({ kind: 'next', token: expect.objectContaining({ text: ' Berlin' }) }),
    );
  }
});

test('a word is asked about by the tokens that were written, though their text reads as others', async () => {
  const letters = await Promise.all(Array.from(' Berlin', (letter) => runner.tokenize(letter)));
  const written = letters.flatMap((tokens) => tokens.slice(-1)).map((token) => ({ ...token, prob: 1 }));
  const about = { ...reply, findings: [{ ...said, tokens: [...written, ...said.tokens.slice(1)] }] };
  const seen = [...reply.prompt.tokens, ...written].map(({ id }) => id);
  expect(await runner.tokenize(`${PROMPT} Berlin`)).toHaveLength(reply.prompt.tokens.length + 1);
  const text = pressed({ action: 'word', argument: String(written.length) }, about) ?? '';
  const line = text.replace(/^\.p\/reflect\.trace(\{[^}]*\})?/, '.p/reflect.lens'); // quicker, asked the same way
  for await (const answer of turn({ text: line, about }, house, {})) {
    expect(answer.reply.prompt.tokens.map(({ id }) => id)).toEqual(seen);
    // And asked again about the answer to that, whose prompt it is.
    const again = turn({ text: line, about: answer.reply }, house, {});
    for await (const { reply: second } of again) expect(second.prompt).toEqual(answer.reply.prompt);
  }
});

test('tokens of another model are not passed on', async () => {
  const { text } = reply.prompt;
  const facts = await runner.facts();
  expect(knownTokens(reply, facts, text)).toEqual(reply.prompt.tokens);
  expect(knownTokens(reply, { ...facts, name: 'other' }, text)).toBeUndefined();
  expect(knownTokens(reply, facts, `${text}?`)).toBeUndefined();
});
