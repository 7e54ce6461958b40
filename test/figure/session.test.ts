import { expect, test } from 'vitest';
import { sessionFigure } from '../../src/figure/session.ts';
import { LANES } from '../../src/figure/session-figure.ts';
import { PROMPTS } from './sample-prompts.ts';
import { sampleSession } from './sample-session.ts';

const figureOf = (tokens: readonly string[]) => {
  const reply = sampleSession({ tokens, layers: 6, heads: 8 });
  const [session] = reply.findings;
  const figure = sessionFigure(reply);
  if (figure === undefined || session?.kind !== 'session') throw new Error('no picture');
  return { figure, session };
};

test('few people have a lane each, in the order of joining; each turn stands in its asker’s', () => {
  const { figure, session } = figureOf(['Ada', 'Bob', 'Cid', 'Dan']);
  expect(figure.people.map(({ label, initial }) => [label, initial])).toEqual([
    ['Ada', 'A'],
    ['Bob', 'B'],
    ['Cid', 'C'],
    ['Dan', 'D'],
    ['Cid', 'C'], // asked under an id that takes no part
    ['Dan', 'D'],
  ]);
  expect(figure.people.map(({ gone }) => gone)).toEqual([false, false, false, true, false, false]);
  expect(session.turns.map(({ person }) => person)).toEqual(['p0', 'p1', 'p4', 'p9']);
  expect(figure.rows.map(({ lane }) => lane)).toEqual([0, 1, 4, 5]);
});

test('of many the last lane holds all others, and nobody’s questions are lost', () => {
  const { figure, session } = figureOf(PROMPTS.ioi);
  expect(figure.people).toHaveLength(LANES);
  expect(figure.people.at(-1)).toMatchObject({ initial: '+', label: expect.stringMatching(/^\d+ others$/) });
  const asked = figure.people.map(({ note }) => Number.parseInt(note, 10));
  const strangers = session.turns.filter(({ person }) => !session.people.some(({ id }) => id === person));
  const known = session.people.reduce((sum, person) => sum + person.asked, 0);
  expect(asked.reduce((a, b) => a + b, 0)).toBe(known + strangers.length);
  expect(figure.rows.every(({ lane }) => lane !== undefined && lane < LANES)).toBe(true);
});

test('rows are the newest turns in their order; the day stands where it begins', () => {
  const { figure, session } = figureOf(PROMPTS.ioi);
  expect(figure.rows.map(({ number }) => number)).toEqual(
    session.turns.slice(-10).map(({ number }) => String(number)),
  );
  expect(figure.rows.map(({ time }) => time).slice(0, 3)).toEqual(['11-23 23:56', '11-24 00:00', '00:04']);
  expect(figure.subtitle).toContain(`${session.total} turns, the newest 10`);
});

test('without a turn there is no picture', () => {
  const reply = sampleSession({ tokens: ['Ada'], layers: 6, heads: 8 });
  const [session] = reply.findings;
  if (session?.kind !== 'session') throw new Error('no session');
  expect(sessionFigure({ ...reply, findings: [{ ...session, total: 0, turns: [] }] })).toBeUndefined();
});
