/** Slack delivers again, breaks off, is slow, is not believed: each event is answered once all the same. */
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Runner } from '../../../src/engine/runner.ts';
import { openShipped } from '../../support/shipped.ts';
import type { FakeSlack, FakeSlackOptions } from '../../support/slack/fake-slack.ts';
import { openWhole, type Whole } from './whole.ts';

const shipped = await openShipped();
afterAll(shipped.close);
const running: Whole[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

async function start(
  options: FakeSlackOptions = {},
  open: () => Promise<Runner> = async () => shipped.runner,
) {
  const whole = await openWhole(open, options);
  running.push(whole);
  return whole;
}

/** Something to wait for, and what opens it. */
function gate(): [Promise<void>, () => void] {
  let open: () => void = () => {};
  const waits = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [waits, () => open()];
}

const CHANNEL = 'C0GENERAL';
const ADA = { person: 'U0ADA', channel: CHANNEL };
const LENS = 'reflect.lens The capital of France is';

/** Enough tries for a busy machine, on which an acknowledgement may be late by itself. */
const PATIENT = { ackMs: 400, retryAfterMs: Array.from({ length: 40 }, () => 20) };

test.each(['socket', 'http'] as const)(
  'an event whose acknowledgement was lost comes again, and is answered once (%s)',
  async (mode) => {
    const whole = await start({ mode, retryAfterMs: [5, 1_000, 1_000] });
    whole.fake.loseAcks(3);
    const { deliveries } = await whole.fake.mention({ ...ADA, text: '.p/help' });
    expect(deliveries.map(({ acked }) => acked)).toEqual([true, true]);
    // More over HTTP: a retry within the same second has the first one's signature, which is refused as replayed.
    expect(deliveries.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThanOrEqual(5);
    await whole.settled(CHANNEL, 1);
    await whole.fake.say({ ...ADA, text: '.p/model.use' }); // behind it: whatever was to come has come
    const answers = await whole.settled(CHANNEL, 2);
    expect(answers.map(({ text }) => /\.p\/\S+/.exec(text)?.[0])).toEqual(['.p/help', '.p/model.use']);
    expect(await whole.rooms.memory.ledger.unfinished()).toEqual([]);
  },
);

test('a retry that comes while the first delivery is still being kept waits for it, and is answered once', async () => {
  const whole = await start(PATIENT);
  const { fake, rooms } = whole;
  const { receive } = rooms.memory.ledger;
  rooms.memory.ledger.receive = async (event) => {
    await fake.until('a retry', () => fake.attempts.some(({ retry }) => retry > 0));
    return receive(event);
  };
  const { deliveries } = await fake.say({ ...ADA, text: '.p/help' });
  expect(deliveries[0]).toMatchObject({ acked: true });
  expect(deliveries[0]?.attempts).toBeGreaterThan(1);
  expect(await whole.settled(CHANNEL, 1)).toHaveLength(1);
});

test.each(['socket', 'http'] as const)(
  'what could not be kept is not acknowledged, and is kept when it comes again (%s)',
  async (mode) => {
    const whole = await start({ ...PATIENT, mode });
    const { receive } = whole.rooms.memory.ledger;
    let fails = 2;
    whole.rooms.memory.ledger.receive = async (event) => {
      if (fails-- > 0) throw new Error('the disk is full');
      return receive(event);
    };
    const { deliveries } = await whole.fake.say({ ...ADA, text: '.p/help' });
    expect(deliveries[0]).toMatchObject({ acked: true });
    expect(deliveries[0]?.attempts).toBeGreaterThan(2);
    expect(await whole.settled(CHANNEL, 1)).toHaveLength(1);
  },
);

test('everything is acknowledged at once while a long turn runs, and answered in its order', async () => {
  const [held, free] = gate();
  const whole = await start({}, async () => {
    await held;
    return shipped.runner;
  });
  const acks = [];
  for (const prompt of ['France', 'Spain'])
    acks.push(await whole.fake.slash({ ...ADA, text: `reflect.lens The capital of ${prompt} is` }));
  acks.push(...(await whole.fake.mention({ ...ADA, text: '.p/help' })).deliveries);
  expect(acks.map(({ acked, attempts }) => acked && attempts === 1)).toEqual(acks.map(() => true)); // within 3 s, or Slack had given up
  await whole.fake.until('help, which needs no model', () => whole.answers(CHANNEL).length === 1);
  free();
  const answers = await whole.settled(CHANNEL, 3);
  expect(answers.map(({ blocks }) => /Paris|Madrid|p.help/.exec(JSON.stringify(blocks))?.[0])).toEqual([
    'p/help',
    'Paris',
    'Madrid',
  ]);
});

test.each(['warning', 'refresh_requested', 'dropped'] as const)(
  'the socket goes in the middle of a turn (%s): nothing is lost, nothing said twice',
  async (how) => {
    const whole = await start();
    await whole.fake.slash({ ...ADA, text: LENS });
    const sockets = whole.fake.sockets;
    if (how === 'dropped') sockets.drop();
    else sockets.disconnect(how);
    const { deliveries } = await whole.fake.say({ ...ADA, text: '.p/help' });
    expect(deliveries).toMatchObject([{ acked: true }]);
    expect(sockets.opened).toBe(2);
    const answers = await whole.settled(CHANNEL, 2);
    const said = answers.map(({ blocks }) => /“ Paris” leads|p.help/.exec(JSON.stringify(blocks))?.[0]);
    expect(said.sort()).toEqual(['p/help', '“ Paris” leads']);
  },
);

test('over HTTP: what is not signed, signed by another, old, early, changed or sent again is 401, and nothing runs', async () => {
  const whole = await start({ mode: 'http' });
  const { fake } = whole;
  const good = await fake.slash({ ...ADA, text: 'help' });
  expect(good).toMatchObject({ acked: true });
  await whole.settled(CHANNEL, 1);
  const payload = { ...good.payload, trigger_id: 'another', text: 'model.use' };
  const post = (forgery: Parameters<FakeSlack['post']>[2]) => fake.post('slash_commands', payload, forgery);
  const forgeries = [
    { secret: 'guessed' },
    { age: 301 },
    { age: -301 },
    { unsigned: true },
    { tampered: '&x=1' },
  ];
  for (const forgery of forgeries) expect(await post(forgery)).toMatchObject({ status: 401, body: '' });
  const heard = await fake.post('slash_commands', { ...payload, trigger_id: 'once' }, {});
  expect(heard.status).toBe(200);
  const replayed = await fake.post(
    'slash_commands',
    { ...payload, trigger_id: 'once' },
    { headers: heard.headers },
  );
  expect(replayed.status).toBe(401);
  expect(await whole.settled(CHANNEL, 2)).toHaveLength(2);
  const refused = whole.logged
    .filter(({ words }) => words.includes('was refused'))
    .map(({ facts }) => facts?.signature);
  expect(refused).toEqual(['wrong', 'old', 'old', 'missing', 'wrong', 'replayed']);
});

test('over HTTP the address is proven, and everything works as over the socket', async () => {
  const whole = await start({ mode: 'http' });
  const { fake } = whole;
  const challenge = {
    type: 'url_verification',
    token: 'x',
    challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
  };
  const proven = await fake.post('events_api', challenge);
  expect(proven.status).toBe(200);
  expect(proven.body).toContain(challenge.challenge);
  expect(await fake.slash({ ...ADA, text: LENS })).toMatchObject({ acked: true, attempts: 1 });
  const [answer] = await whole.settled(CHANNEL, 1);
  const at = { ...ADA, ts: answer?.ts ?? '' };
  expect(await fake.press({ ...at, button: 'JSON' })).toMatchObject({ acked: true });
  const [, json] = await whole.settled(CHANNEL, 2);
  expect(json?.files).toMatchObject([{ name: 'reflect.lens.json' }]);
  expect(JSON.parse(Buffer.from(json?.files[0]?.bytes ?? []).toString())).toMatchObject({
    command: '.p/reflect.lens',
  });
  await fake.slash({ ...ADA, text: 'form reflect.lens' });
  await fake.until('a form', () => fake.form('U0ADA'));
  expect(await fake.submitView('U0ADA', { Prompt: 'The capital of Spain is' })).toMatchObject({
    acked: true,
  });
  expect(await whole.settled(CHANNEL, 3)).toHaveLength(3);
});
