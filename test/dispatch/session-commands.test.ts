import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rooms } from '../../src/dispatch/rooms.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { replyOf } from '../memory/reply.ts';
import { answerTo, found, visit } from '../support/channel.ts';
import { answersOf, roomsAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const ANN = { id: 'U0ANN', name: 'Ann' };
const BOB = { id: 'U0BOB', name: '<img src=x onerror=alert(1)> Bob' };
const { runner, close } = await openShipped();
let rooms: Rooms;
afterAll(close);

/** Ann's lens and trace, and Bob's words, in thread `t`; something else in `u`. */
beforeAll(async () => {
  rooms = await roomsAround(async () => runner);
  const ann = visit(rooms, { turn: 'e1' });
  await ann.here.session.people.open(ANN, Date.UTC(2026, 10, 23, 0, 12));
  await ann.here.session.people.join(ANN, 1);
  await answersOf('.p/reflect.lens{top=2} The capital of France is', ann);
  const bob = visit(rooms, { person: BOB });
  await bob.here.session.people.join(BOB, 2);
  await bob.here.session.remember(saidReply('Who are <@everyone> you?'), 'e2.0', BOB);
  await answersOf('.p/help', visit(rooms, { turn: 'e3' }));
  await answersOf('.p/reflect.lens The dog is', visit(rooms, { thread: 'u', turn: 'e4' }));
});

const saidReply = (asked: string) => ({
  ...replyOf('I am a model & more.', '.p/talk'),
  params: {},
  prompt: { text: `<|im_start|>user\n${asked}`, tokens: [{ id: tokenId(1), text: 'Who' }] },
  findings: [
    {
      ...{ kind: 'said', method: 'm', unit: 'u', control: 'c', caveats: [], asked, text: 'I am', tokens: [] },
      ...{ ended: 'end', form: 'chat', earlier: { seen: 0, dropped: 0, asked: [] } },
      sampling: { temperature: 0, seed: 0, maxTokens: 10 },
    },
  ],
});

const sharedPage = async (house = visit(rooms)): Promise<string> => {
  const { files = [] } = await answerTo('.p/session.share', house);
  return new TextDecoder().decode(files[0]?.bytes);
};

test('a session is shown with who asked what', async () => {
  const { reply } = await answerTo('.p/session.show', visit(rooms));
  expect(reply.text.split('\n')).toEqual([
    'Open, opened by Ann on 2026-11-23 at 00:12 UTC.',
    `Taking part: Ann (2 asked), ${BOB.name} (1 asked).`,
    expect.stringMatching(
      /^Goes on about “The capital of France is” with shipped, the usual model, in the whole/,
    ),
    '3 turns:',
    '1. Ann: .p/reflect.lens{top=2} The capital of France is',
    `2. ${BOB.name}: Who are <@everyone> you?`,
    '3. Ann: .p/help',
  ]);
  const few = await found('.p/session.show{turns=1}', visit(rooms), 'session');
  expect([few.total, few.turns.map(({ number }) => number)]).toEqual([3, [3]]);
});

test('what acts on the channel is not a turn of it', async () => {
  await answerTo('.p/session.show', visit(rooms, { turn: 'e9' }));
  expect((await found('.p/session.show', visit(rooms), 'session')).total).toBe(3);
});

test('a shared page has every turn: question, words, its picture byte for byte, its reply', async () => {
  const page = await sharedPage();
  expect(page.match(/<article/g)).toHaveLength(3);
  expect(page).toContain('<h1>Session on “The capital of France is”</h1>');
  expect(page).toContain('At which layer does the model make up its mind?');
  expect(page).toContain('.p/reflect.lens{top=2}');
  expect(page).toContain('I am a model &amp; more.');
  const [drawn] = await answersOf(
    '.p/reflect.lens{top=2} The capital of France is',
    visit(rooms, { turn: 'e1' }),
  );
  expect(page).toContain(
    `src="data:image/png;base64,${Buffer.from(drawn?.drawn?.png ?? []).toString('base64')}"`,
  );
  expect(page).toContain(`alt="${drawn?.reply.pictures[0]?.alt.slice(0, 20)}`);
  const replies = [...page.matchAll(/data:application\/json;base64,([\w+/=]+)/g)].map(([, text = '']) =>
    JSON.parse(Buffer.from(text, 'base64').toString()),
  );
  const stored = await rooms.memory.channel('c', 'w', 't').turns(9);
  expect(replies).toEqual(JSON.parse(JSON.stringify(stored.map(({ reply }) => reply))));
});

test('names and words of people are text on it', async () => {
  const page = await sharedPage();
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; Bob');
  expect(page).toContain('Who are &lt;@everyone&gt; you?');
  expect(page).not.toMatch(/<img src=x|<script/);
  expect(page.replace(/data:application\/json;base64,[\w+/=]+|<pre.*?<\/pre>/gs, '')).not.toContain(
    'im_start',
  );
});

test('nothing of another thread, channel or workspace is on it', async () => {
  expect(await sharedPage()).not.toContain('The dog is');
  expect(await sharedPage(visit(rooms, { thread: 'u' }))).not.toContain('France');
  for (const elsewhere of [{ thread: 'x' }, { channel: 'd' }, { workspace: 'v' }])
    await expect(answerTo('.p/session.share', visit(rooms, elsewhere))).rejects.toMatchObject({
      code: 'nothing-to-share',
    });
});

test('of a long session the newest fifty are there, and the page and the words say so', async () => {
  const house = visit(rooms, { thread: 'long' });
  for (let i = 1; i <= 53; i++) await house.here.session.remember(replyOf(`answer ${i}.`), `x${i}.0`, ANN);
  const { reply, files } = await answerTo('.p/session.share', house);
  const page = new TextDecoder().decode(files?.[0]?.bytes);
  expect(page.match(/<article/g)).toHaveLength(50);
  expect(page).not.toContain('answer 3.');
  expect(page).toContain('answer 4.');
  expect(page).toContain('id="turn-53"');
  expect(page).toContain('The newest 50 of 53 turns are here.');
  expect(reply.caveats).toContain('The newest 50 of 53 turns are here.');
  expect(reply.text).toMatch(/^The session as a page to read, the newest 50 of 53 turns, with 0 pictures/);
});

test('a file stays below its size: the oldest lose their JSON, and it says so', async () => {
  const house = visit(rooms, { thread: 'large' });
  for (let i = 0; i < 12; i++)
    await house.here.session.remember({ ...replyOf(`n${i}`), text: 'é'.repeat(500_000) }, `y${i}.0`, ANN);
  const { reply, files } = await answerTo('.p/session.share', house);
  const [finding] = reply.findings;
  expect(finding).toMatchObject({ turns: 12, ofTurns: 12 });
  expect(finding?.kind === 'shared' && finding.replies).toBeLessThan(12);
  expect(reply.caveats.join(' ')).toMatch(/\d+ without their JSON, to keep the file below 8.0 MB/);
  expect(files?.[0]?.type).toBe('text/html; charset=utf-8');
  expect(files?.[0]?.bytes.length).toBeLessThan(8_500_000);
});

test('an answer of another version keeps its words, and says why it has no picture', async () => {
  const house = visit(rooms, { thread: 'old' });
  await house.here.session.remember(replyOf('old words', '.p/reflect.trace', 1), 'o.0', ANN);
  const page = await sharedPage(house);
  expect(page).toContain('old words');
  expect(page).toContain('was stored by another version and cannot be drawn again');
});

test('closed, a session is over for talk; leaving takes one person out', async () => {
  const house = visit(rooms, { thread: 'z', person: BOB });
  await house.here.session.people.open(ANN, 1);
  await house.here.session.people.join(ANN, 1);
  await house.here.session.people.join(BOB, 2);
  const left = await answerTo('.p/session.leave', house);
  expect(left.reply.text).toBe(
    'You take part no longer. Still there: Ann. Asking anything here joins again.',
  );
  expect((await house.here.session.people.participants()).map((person) => person.left)).toEqual([
    undefined,
    1000,
  ]);
  const closed = await found('.p/session.close', house, 'session');
  expect(closed).toMatchObject({ state: 'closed', closed: { by: BOB.name, at: 1000 } });
  expect((await house.here.session.people.standing()).closed?.by).toEqual(BOB);
});
