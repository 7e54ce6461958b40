/** What people do in Slack and what comes of it: adapter, desk and model whole, over Socket Mode. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShipped } from '../../support/shipped.ts';
import { textAt } from '../../support/slack/json.ts';
import type { SeenMessage } from '../../support/slack/log.ts';
import { elementOf } from '../../support/slack/typed.ts';
import { openWhole, type Whole } from './whole.ts';

const shipped = await openShipped();
let whole: Whole;
beforeAll(async () => {
  whole = await openWhole(async () => shipped.runner);
});
afterAll(async () => {
  await whole.close();
  await shipped.close();
});

const LENS = 'reflect.lens The capital of France is';
const ada = (channel: string) => ({ person: 'U0ADA', channel });

/** A session in a channel, and the one answer in it. */
async function session(channel: string, text = LENS): Promise<{ root: string; answer: SeenMessage }> {
  const before = whole.answers(channel).length;
  await whole.fake.slash({ ...ada(channel), text });
  const answer = (await whole.settled(channel, before + 1)).at(-1);
  if (answer?.thread === undefined) throw new Error('no answer in a thread');
  return { root: answer.thread, answer };
}

const wordsOf = ({ blocks, text }: SeenMessage): string => textAt(blocks, 0, 'text', 'text') || text;

test('a command opens a thread and is answered by one message: every byte of the picture, its words, its controls', async () => {
  const { fake, drawn } = whole;
  const delivered = await fake.slash({ ...ada('C0GENERAL'), text: LENS });
  expect(delivered).toMatchObject({ acked: true, attempts: 1 });
  const answers = await whole.settled('C0GENERAL', 1);
  const [answer] = answers;
  if (answer === undefined) throw new Error('no answer');
  expect(answers).toHaveLength(1);
  const [root, ...rest] = fake.messages('C0GENERAL', answer.thread);
  expect(root?.text).toContain('ada asked: .p/reflect.lens The capital of France is');
  expect(rest.filter(({ deleted }) => !deleted)).toEqual([answer]);
  expect(answer.files).toHaveLength(1);
  expect(Buffer.from(answer.files[0]?.bytes ?? []).equals(drawn.at(-1) ?? Buffer.of())).toBe(true);
  expect(answer.files[0]).toMatchObject({ type: 'image/png' });
  expect(answer.files[0]?.alt).toContain('“Paris” leads from layer 3 on');
  expect(wordsOf(answer)).toContain('By the linear lens “ Paris” leads from layer 3 on, for good');
  expect(JSON.stringify(answer.blocks)).toContain('Picture: ');
  expect(elementOf(answer.blocks, 'Run again').element).toMatchObject({ type: 'button' });
  expect(elementOf(answer.blocks, 'Ask about a token').element).toMatchObject({ type: 'static_select' });
});

test('the thread goes on without /p: a line, a mention that comes twice, plain talk; each is answered once', async () => {
  const { fake } = whole;
  const { root } = await session('C0LAB');
  const here = { ...ada('C0LAB'), thread: root };
  await fake.say({ ...here, text: '.p/model.info' });
  await whole.settled('C0LAB', 2);
  const { deliveries } = await fake.mention({ ...here, text: '.p/session.show' });
  expect(deliveries).toMatchObject([{ acked: true }, { acked: true }]);
  await whole.settled('C0LAB', 3);
  await fake.say({ ...here, person: 'U0BEN', text: 'The capital of Spain is' });
  const answers = await whole.settled('C0LAB', 4);
  expect(answers.map(({ thread }) => thread)).toEqual([root, root, root, root]);
  expect(answers.map((answer) => /\.p\/\S+/.exec(wordsOf(answer))?.[0])).toEqual([
    '.p/reflect.lens',
    '.p/model.info', // which Slack made an address of
    '.p/session.show',
    undefined, // plain words, under what they answer
  ]);
  expect(wordsOf(answers[3] ?? answers[0] ?? fail())).toContain('Madrid');
});

const fail = (): never => {
  throw new Error('nothing there');
};

test('what is said elsewhere, by the bot itself or by other bots is not for us', async () => {
  const { fake } = whole;
  const before = fake.messages('C0GENERAL').length;
  await fake.say({ ...ada('C0GENERAL'), text: 'lunch?' });
  await fake.say({
    ...ada('C0GENERAL'),
    text: `.p/${LENS}`,
    more: { bot_id: 'B0OTHER', subtype: 'bot_message' },
  });
  await fake.say({ ...ada('C0GENERAL'), text: `.p/${LENS}`, more: { user: 'U0DOTP' } });
  await fake.mention({ ...ada('C0GENERAL'), text: 'help', more: { bot_id: 'B0OTHER' } });
  // A line that is for us, behind them in the same channel: what came before has been dealt with by then.
  await fake.say({ ...ada('C0GENERAL'), text: '.p/help' });
  await fake.until(
    'help',
    () =>
      whole.desk.busy === 0 && fake.messages('C0GENERAL').some(({ text }) => text.startsWith('.p/help\n')),
  );
  const bots = fake
    .messages('C0GENERAL')
    .slice(before)
    .filter(({ user, deleted }) => user === 'U0DOTP' && !deleted);
  expect(bots.map(({ text }) => text.split('\n')[0])).toEqual(['.p/help']);
});

test('a button, a menu and the shortcut act on the message they stand on', async () => {
  const { fake } = whole;
  const { ts } = await fake.say({ ...ada('C0SECRET'), person: 'U0BEN', text: 'The capital of Italy is' });
  expect(await fake.shortcut({ ...ada('C0SECRET'), ts })).toMatchObject({ acked: true });
  const [traced = fail()] = await whole.settled('C0SECRET', 1);
  expect(traced).toMatchObject({ thread: ts, files: [{ type: 'image/png' }] });
  expect(wordsOf(traced)).toContain('Rome');
  const press = { ...ada('C0SECRET'), ts: traced.ts };
  expect(await fake.press({ ...press, button: 'JSON' })).toMatchObject({ acked: true });
  const [, json] = await whole.settled('C0SECRET', 2);
  expect(json).toMatchObject({ thread: ts, files: [{ name: 'reflect.trace.json' }] });
  const head = textAt(elementOf(traced.blocks, 'Look at a head').element, 'options', 0, 'value');
  expect(await fake.choose({ ...press, menu: 'Look at a head', choice: head })).toMatchObject({
    acked: true,
  });
  const [, , chosen = fail()] = await whole.settled('C0SECRET', 3);
  expect(chosen).toMatchObject({ thread: ts, files: [{ type: 'image/png' }] });
  expect(wordsOf(chosen)).toContain('.p/reflect.head “The capital of Italy is”');
  expect(wordsOf(chosen)).toContain(`${head} takes most from`);
});

test('a button that was forged, or carried into another channel, does nothing but say so to who pressed it', async () => {
  const { fake } = whole;
  const { answer } = await session('C0LAB', 'model.info');
  const carried = elementOf(answer.blocks, 'JSON').element.action_id;
  const { answer: here } = await session('C0GENERAL', 'model.info');
  const before = fake.messages('C0GENERAL').length;
  const at = { ...ada('C0GENERAL'), ts: here.ts, button: 'JSON' };
  for (const action_id of [carried, 'made up', `${String(carried).slice(0, -1)}A`])
    expect(await fake.press({ ...at, more: { action_id } })).toMatchObject({ acked: true });
  const told = await fake.until('three refusals', () => {
    const found = fake.messages('C0GENERAL').slice(before);
    return found.length >= 3 && whole.desk.busy === 0 && found;
  });
  expect(told).toMatchObject(Array.from({ length: 3 }, () => ({ onlyFor: 'U0ADA', via: 'response_url' })));
  expect(told[0]?.text).toContain('does not belong to an answer of this channel');
});

test('a form is opened, checked and answered; a wrong value is told in the thread', async () => {
  const { fake } = whole;
  const before = whole.answers('C0LAB').length;
  await fake.slash({ ...ada('C0LAB'), text: 'form reflect.lens' });
  const form = await fake.until('a form', () => fake.form('U0ADA'));
  expect(form).toMatchObject({ type: 'modal', title: { text: 'reflect.lens' } });
  const sent = await fake.submitView('U0ADA', { Prompt: 'The capital of Spain is', top: '2' });
  expect(sent).toMatchObject({ acked: true });
  expect(fake.form('U0ADA')).toBeUndefined();
  const answer = (await whole.settled('C0LAB', before + 1)).at(-1) ?? fail();
  expect(wordsOf(answer)).toContain('Madrid');
});

test("the bot's page shows the sessions of its reader, and forms that are answered in direct messages", async () => {
  const { fake } = whole;
  expect(await fake.openHome('U0BEN')).toMatchObject({ acked: true });
  const home = await fake.until('a page', () => fake.home('U0BEN'));
  expect(JSON.stringify(home)).toContain('#general: “The capital of France is”');
  await fake.pressHome('U0BEN', 'form:reflect.lens');
  await fake.until('a form', () => fake.form('U0BEN'));
  await fake.submitView('U0BEN', { Prompt: 'The capital of France is' });
  const [answer] = await whole.settled('D0BEN', 1);
  expect(answer).toMatchObject({ channel: 'D0BEN', files: [{ type: 'image/png' }] });
});

test('nothing that was typed calls anybody, and nothing that was sent broke a rule of Slack', async () => {
  const { fake } = whole;
  const evil = 'Hello <!channel> <@U0BEN> @here <!subteam^S1> & *all* `of` you';
  const before = whole.answers('C0LAB').length;
  await fake.slash({ ...ada('C0LAB'), text: `reflect.lens ${evil}` });
  await fake.say({ ...ada('C0LAB'), text: `.p/reflect.lnes ${evil}` });
  await fake.say({ ...ada('C0LAB'), text: `.p/reflect.lnes ${evil}`, wire: true });
  const answers = (await whole.settled('C0LAB', before + 3)).slice(before);
  expect(
    answers.filter((answer) => JSON.stringify(answer).includes('&lt;!channel&gt;')).length,
  ).toBeGreaterThan(0);
  expect(fake.pings()).toEqual([]);
  expect(fake.violations).toEqual([]);
});
