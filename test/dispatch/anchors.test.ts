import { afterAll, expect, test } from 'vitest';
import { byWeight, weightOf } from '../../src/analysis/anchor-weight.ts';
import { anchorsThatFit } from '../../src/dispatch/anchor-scaffold.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answerTo, emptyRooms, visit } from '../support/channel.ts';
import { answersOf } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';
import { saidTo, talkingHouse } from '../support/talk.ts';

const { runner, close } = await openShipped();
afterAll(close);

test('weight is persistence to the power of the answers since; the lightest goes first', async () => {
  expect(weightOf({ persistence: 0.92, turns: 0 })).toBe(1);
  expect(weightOf({ persistence: 0.92, turns: 27 })).toBeCloseTo(0.1053, 4);
  expect(weightOf({ persistence: 0.92, turns: 28 })).toBeLessThan(0.1); // it enters 28 answers
  expect(weightOf({ persistence: 0, turns: 0 })).toBe(1);
  const anchor = (name: string, weight: number, turns = 0) => ({
    name,
    text: name,
    persistence: 1,
    weight,
    turns,
  });
  const anchors = [anchor('old', 1, 9), anchor('light', 0.3), anchor('new', 1, 2), anchor('middle', 0.6)];
  expect(byWeight(anchors).map(({ name }) => name)).toEqual(['new', 'old', 'middle', 'light']);
  const kept = await anchorsThatFit(anchors, async (some) => some.length <= 2);
  expect(kept.map(({ name }) => name)).toEqual(['old', 'new']);
  expect(await anchorsThatFit(anchors, async () => false)).toEqual([]);
});

test('anchors are set, listed and dropped; what cannot be is refused with words', async () => {
  const rooms = await emptyRooms();
  const house = visit(rooms);
  const set = await answerTo('.p/anchor.set{name=home, text="Anna lives in Paris."}', house);
  expect(set.reply.text).toContain('The anchor “home” is set.');
  expect(set.figure).toMatchObject({ kind: 'scaffold', rows: [{ name: 'home', weightText: '1.00' }] });
  const anew = await answerTo('.p/anchor.set{name=home, persistence=1} Anna lives in Rome.', house);
  expect(findingOf(anew.reply, 'scaffold').anchors).toMatchObject([
    { text: 'Anna lives in Rome.', persistence: 1 },
  ]);
  expect((await answerTo('.p/anchor.list', visit(rooms, { thread: 'u' }))).reply.text).toContain('Rome');
  expect((await answerTo('.p/anchor.list', visit(rooms, { channel: 'd' }))).reply.text).toContain(
    'nothing in mind',
  );
  await expect(answerTo('.p/anchor.drop{name=hom}', house)).rejects.toMatchObject({ code: 'anchor-unknown' });
  await expect(answerTo('.p/anchor.set{name=x}', house)).rejects.toMatchObject({ code: 'anchor-empty' });
  expect((await answerTo('.p/anchor.drop{name=home}', house)).reply.text).toContain('is dropped');
  const { anchors } = rooms.memory.channel('c', 'w');
  for (let i = 0; i < 24; i++)
    await anchors.set({ name: `a${i}`, text: 'tea', persistence: 1, by: { id: 'U0ANN', name: 'Ann' } });
  await expect(answerTo('.p/anchor.set{name=one-more} tea', house)).rejects.toMatchObject({
    code: 'anchors-full',
  });
});

test('they are counted and go with the channel’s memory', async () => {
  const rooms = await emptyRooms();
  const house = visit(rooms);
  await answerTo('.p/anchor.set{name=home} Anna lives in Paris.', house);
  const { reply, files } = await answerTo('.p/memory.export', house);
  expect(reply.text).toContain('1 anchor');
  expect(new TextDecoder().decode(files?.[0]?.bytes)).toContain('Anna lives in Paris.');
  await answerTo('.p/memory.forget{what=channel, sure=true}', house);
  expect((await answerTo('.p/anchor.list', house)).reply.text).toContain('nothing in mind');
});

test('a model without a template reads them in front of the words, and the one that matters is found', async () => {
  const house = await talkingHouse(runner);
  const facts = ['Kate lives in Rome', 'Tom lives in Oslo.', 'The park was quiet.', 'Sam lives in London.'];
  for (const [i, fact] of facts.entries()) await answersOf(`.p/anchor.set{name=a${i}} ${fact}`, house);
  const { reply, said } = await saidTo(house, 'The city where Kate lives is');
  expect(reply.prompt.text).toBe(
    'Kate lives in Rome. Tom lives in Oslo. The park was quiet. Sam lives in London. The city where Kate lives is',
  );
  expect(said.text).toMatch(/^ Rome/);
  const [typed] = await answersOf('.p/anchor.trace The city where Kate lives is', house);
  if (typed === undefined) throw new Error('no answer');
  const { anchors, answer } = findingOf(typed.reply, 'scaffold');
  expect(answer).toMatchObject({ text: 'Rome', doubts: [] });
  expect(anchors.map(({ name, moved }) => [name, moved])).toEqual([
    ['a0', true],
    ['a1', false],
    ['a2', false],
    ['a3', false],
  ]);
  expect(anchors[0]).toMatchObject({ turns: 1, weight: 0.92 });
  const [last] = await answersOf('.p/anchor.trace', house);
  expect(last === undefined ? [] : findingOf(last.reply, 'scaffold').anchors[0]?.moved).toBe(true);
  await expect(answersOf('.p/thought.web', house)).resolves.toHaveLength(1); // anchors are pieces too
});
