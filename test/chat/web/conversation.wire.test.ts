import { afterAll, expect, test } from 'vitest';
import { roomsAround } from '../../support/house.ts';
import { openShipped } from '../../support/shipped.ts';
import { pageAround, SESSION } from './page-house.ts';

const { runner, close } = await openShipped();
const rooms = await roomsAround(async () => runner);
const page = await pageAround(rooms);
afterAll(async () => {
  await page.server.close();
  await close();
});

const OTHER = 'zyxwvutsrqponmlkjihgfe';
const LENS = '.p/reflect.lens The capital of France is';
const TRACE = '.p/reflect.trace The capital of France is';
const answered = (count: number) => (turns: readonly { answers: readonly unknown[] }[]) =>
  turns.filter(({ answers }) => answers.length > 0).length >= count;

test('one thing said is one turn with its picture, the same bytes whoever asks for it', async () => {
  const session = 'session-1-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  expect((await page.say({ text: TRACE }, session)).status).toBe(202);
  const [turn] = await ear.until(answered(1));
  expect(turn).toMatchObject({ by: 'Ann', said: TRACE });
  expect(turn).not.toHaveProperty('working');
  const [answer] = turn?.answers ?? [];
  expect(answer?.text).toContain('Paris');
  expect(answer?.picture?.alt.length).toBeGreaterThan(20);
  expect(answer?.buttons.map(({ label }) => label)).toEqual(['QK / OV', 'Deeper', 'Fork', 'Run again']);
  const picture = await fetch(page.address + (answer?.picture?.src ?? ''));
  expect(picture.headers.get('content-type')).toBe('image/png');
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  const again = await pageAround(rooms); // another process: nothing at hand, it is drawn from the store
  const redrawn = await fetch(again.address + (answer?.picture?.src ?? ''));
  expect(Buffer.from(await redrawn.arrayBuffer()).equals(bytes)).toBe(true);
  const json = await (await fetch(page.address + (answer?.files[0]?.href ?? ''))).json();
  expect(json).toMatchObject({ command: '.p/reflect.trace', prompt: { text: 'The capital of France is' } });
  await again.server.close();
  await ear.close();
});

test('another session sees nothing of it', async () => {
  const mine = await page.listen();
  await page.say({ text: LENS });
  const [turn] = await mine.until(answered(1));
  const name = turn?.answers[0]?.id ?? '';
  const other = await page.listen(OTHER);
  await page.say({ text: '.p/help' }, OTHER);
  const turns = await other.until(answered(1));
  expect(turns).toHaveLength(1);
  for (const what of ['picture.png', 'reply.json'])
    expect((await fetch(`${page.address}/s/${OTHER}/${name}/${what}`)).status).toBe(404);
  const control = turn?.answers[0]?.buttons[0]?.control ?? '';
  const pressed = await page.say({ control }, OTHER);
  expect(pressed.status).toBe(400);
  expect(await pressed.json()).toMatchObject({ code: 'answer-id-refused' });
  await Promise.all([mine.close(), other.close()]);
});

test('the same sent twice is done once', async () => {
  const session = 'session-2-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  const both = await Promise.all(
    [1, 2, 3].map(() => page.say({ text: '.p/help' }, session, 'same-same-same-same')),
  );
  const known = await Promise.all(both.map((answer) => answer.json()));
  expect(known.filter((each) => !Object(each).known)).toHaveLength(1);
  await ear.until(answered(1));
  expect(ear.told.filter(({ name }) => name === 'turn').length).toBeLessThanOrEqual(3);
  await ear.close();
});

test('a connection that dropped catches up: only what it missed, and everything after a restart', async () => {
  const session = 'session-3-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  await page.say({ text: '.p/help' }, session);
  await ear.until(answered(1));
  const last = ear.lastId();
  await ear.close();
  const both = `${LENS}\n.p/help reflect.lens`;
  await page.say({ text: both }, session);
  const whole = await page.listen(session);
  await whole.until((turns) => turns[1]?.answers.length === 2 && turns[1].working === undefined);
  const back = await page.listen(session, last);
  const missed = await back.until(answered(1));
  expect(missed.map(({ said }) => said)).toEqual([both]);
  expect(back.told.some(({ name }) => name === 'reset')).toBe(false);
  const restarted = await pageAround(rooms);
  const anew = await restarted.listen(session, whole.lastId());
  const all = await anew.until(answered(2));
  expect(anew.told[0]?.name).toBe('reset');
  expect(all.map(({ said, by }) => [said, by])).toEqual([
    ['.p/help', 'Ann'],
    [expect.stringMatching(/^\.p\/reflect\.lens .*\n\.p\/help/), 'Ann'],
  ]);
  expect(all.map(({ answers }) => answers)).toEqual(
    (await whole.until(answered(2))).map(({ answers }) => answers),
  );
  await Promise.all([back.close(), whole.close(), anew.close()]);
  await restarted.server.close();
});

test('a button goes on with its answer, a choice asks about a head', async () => {
  const session = 'session-4-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  await page.say({ text: TRACE }, session);
  const [first] = await ear.until(answered(1));
  const [toggle] = first?.answers[0]?.buttons ?? [];
  await page.say({ control: toggle?.control ?? '' }, session);
  const [, toggled] = await ear.until(answered(2));
  expect(toggled?.said).toBe('QK / OV');
  const head = first?.answers[0]?.picks[0];
  await page.say({ control: head?.control ?? '' }, session);
  const [, , looked] = await ear.until(answered(3));
  expect(looked?.answers[0]).toMatchObject({ command: '.p/reflect.head' });
  expect(looked?.said).toBe(`head ${head?.label}`);
  await ear.close();
});

test('a mistake is told with a caret; stop ends a turn', async () => {
  const session = 'session-5-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  await page.say({ text: '.p/reflect.trace{dept=3} x' }, session);
  const [wrong] = await ear.until((turns) => turns[0]?.failed !== undefined);
  expect(wrong?.failed?.words).toMatch(/\^\^\^\^[\s\S]*depth/);
  await page.say({ text: '.p/reflect.trace The capital of Spain is' }, session);
  const [, running] = await ear.until((turns) => turns[1]?.working !== undefined);
  await page.say({ control: running?.working?.stop ?? '' }, session);
  const [, over] = await ear.until(
    (turns) => turns[1]?.failed !== undefined || (turns[1]?.answers.length ?? 0) > 0,
  );
  expect(over?.working).toBeUndefined();
  expect(over?.failed?.words).toContain('Ann stopped this.');
  await ear.close();
});

test('who comes from elsewhere, sends too much or asks for what is not there is told so, and nothing else', async () => {
  const foreign = await page.post(`/s/${SESSION}/say`, {}, { origin: 'https://evil.example' });
  expect([foreign.status, await foreign.json()]).toMatchObject([403, { code: 'request-refused' }]);
  const large = await page.say({ text: 'x'.repeat(70_000) });
  expect(large.status).toBe(400);
  for (const path of ['/s/short/events', '/page/../app.ts', '/page/page-turn.ts', '/etc/passwd', '/s/']) {
    const answer = await fetch(page.address + path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/\n\s+at |\/src\/|Error/);
  }
});

test('what a command gives as a file is there to take, for this session alone', async () => {
  const session = 'session-7-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  await page.say({ text: LENS }, session);
  await ear.until(answered(1));
  await page.say({ text: '.p/session.share' }, session, 'share-share-share-share');
  const [, shared] = await ear.until(
    (turns) => (turns[1]?.answers ?? turns[1]?.failed?.words ?? '').length > 0,
  );
  const file = shared?.answers[0]?.files.find(({ name }) => name.endsWith('.html'));
  const got = await fetch(page.address + (file?.href ?? ''));
  expect(got.headers.get('content-type')).toBe('application/octet-stream');
  expect(await got.text()).toContain('The capital of France is');
  const elsewhere = (file?.href ?? '').replace(session, OTHER);
  expect((await fetch(page.address + elsewhere)).status).toBe(404);
  await ear.close();
});

test('plain words are answered by the model, bit by bit', async () => {
  const session = 'session-6-aaaaaaaaaaaa';
  const ear = await page.listen(session);
  await page.say({ text: 'The capital of France is' }, session);
  const [turn] = await ear.until(answered(1));
  expect(turn?.answers[0]?.text.length).toBeGreaterThan(0);
  expect(turn?.answers[0]?.buttons.map(({ label }) => label)).not.toContain('Run again');
  await ear.close();
});
