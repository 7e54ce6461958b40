import { expect, test } from 'vitest';
import type { AskHere } from '../../src/dispatch/command.ts';
import { lastSaid, saidMessages, saidSentences } from '../../src/dispatch/web-session.ts';
import { typedMessages } from '../../src/dispatch/web-typed.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answersOf } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { saidTo, talkingHouse } from '../support/talk.ts';
import { tinyModel } from '../support/tiny-model.ts';

const runner = inlineRunner(tinyModel());

async function asked(text = ''): Promise<AskHere> {
  const house = await talkingHouse(runner);
  const prompt = { text, tokens: text === '' ? [] : await runner.tokenize(text) };
  const { here } = house;
  return { runner, model: await runner.facts(), prompt, seed: 0, shelf: emptyShelf(), options: {}, here };
}

/** Three messages in the tiny model's template, whose context is 96 bytes. */
async function conversation() {
  const house = await talkingHouse(runner);
  const { reply, said } = await saidTo(house, 'ab');
  const first = { ...reply, findings: [{ ...said, text: 'yes' }] };
  const here = await talkingHouse(runner);
  await here.session.record(first, 0);
  await saidTo(here, 'C. D');
  return here;
}

const piecesIn = ({ tokens, pieces }: Awaited<ReturnType<typeof saidMessages>>) =>
  pieces.map(({ span }) =>
    tokens
      .slice(span.start, span.end)
      .map(({ text }) => text)
      .join(''),
  );

test('messages of a conversation are what they say, without their frames; each answer is explained by what was before its question', async () => {
  const { here } = await conversation();
  const ask = { ...(await asked()), here };
  const found = await saidMessages(ask, await lastSaid(ask, ''));
  expect(piecesIn(found).slice(0, 3)).toEqual(['ab', 'yes', 'C. D']);
  expect(found.pieces.map(({ role }) => role)).toEqual(['person', 'model', 'person', 'model']);
  // The first answer had only its own question before it, which is never hidden from it.
  expect(found.targets).toEqual([{ piece: 3, sources: [0, 1], after: 2 }]);
  expect(found.pieces[2]?.hiddenFrom).toBe(found.pieces[3]?.span.end);
  expect(found.form).toBe('chat');
});

test('as sentences each of them may be hidden from the answer', async () => {
  const { here } = await conversation();
  const ask = { ...(await asked()), here };
  const found = await saidSentences(ask, await lastSaid(ask, ''));
  expect(piecesIn(found).slice(0, 4)).toEqual(['ab', 'yes', 'C.', 'D']);
  expect(found.targets).toEqual([{ piece: 4, sources: [0, 1, 2, 3] }]);
});

test('typed lines become turns, the last one the person’s', async () => {
  const found = await typedMessages(await asked('a\nb\nc'), 'auto');
  expect(found.pieces.map(({ role }) => role)).toEqual(['person', 'model', 'person', 'model']);
  expect(piecesIn(found).slice(0, 3)).toEqual(['a', 'b', 'c']);
  expect(found.form).toBe('chat');
});

test('anchors of the channel stand in a system message, and fade', async () => {
  const house = await talkingHouse(runner);
  await answersOf('.p/anchor.set{name=t, persistence=0.2} T', house);
  const first = await saidTo(house, 'ab');
  expect(first.reply.prompt.text).toBe('system: Keep in mind:\nT\nuser: ab\n');
  expect(first.said.anchors).toEqual([{ name: 't', text: 'T', turns: 0, persistence: 0.2, weight: 1 }]);
  const second = await saidTo(house, 'a');
  expect(second.said.anchors).toMatchObject([{ turns: 1, weight: 0.2 }]);
  const third = await saidTo(house, 'a');
  expect(third.said.anchors).toBeUndefined(); // .04 is below .1
  expect(third.reply.prompt.text).not.toContain('system');
  const [list] = await answersOf('.p/anchor.list', house);
  expect(list?.reply.text).toContain('faded: it enters no more');
});

test('the thread’s last answer is traced to the anchor that it had read, dropped since or not', async () => {
  const house = await talkingHouse(runner);
  await answersOf('.p/anchor.set{name=x} X', house);
  await saidTo(house, 'ab');
  await answersOf('.p/anchor.drop{name=x}', house);
  await answersOf('.p/anchor.set{name=y} Y', house);
  const [answer] = await answersOf('.p/anchor.trace', house);
  if (answer === undefined) throw new Error('no answer');
  const web = findingOf(answer.reply, 'influence');
  expect(web.nodes.map(({ text, anchor }) => [text, anchor?.name])).toEqual([
    ['X', 'x'],
    [expect.any(String), undefined],
  ]);
  const { anchors } = findingOf(answer.reply, 'scaffold');
  const [effect] = [...web.links, ...web.weak];
  expect(anchors.map((anchor) => [anchor.name, anchor.effect])).toEqual([
    ['x', effect?.effect],
    ['y', undefined], // it was set after the answer
  ]);
});
