import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { openSlack } from '../../../src/chat/slack/open.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { type FakeSlack, openFakeSlack } from '../slack/fake-slack.ts';
import { BOT, directId, TEAM, TOKENS } from '../slack/workspace.ts';
import { type HostileOptions, inWaves, type Report, reportOf } from './report.ts';
import { CANARY, FOREIGN } from './secrets.ts';
import { CHANNELS, PEOPLE, slackActs } from './slack-acts.ts';
import { slackInput } from './slack-inputs.ts';
import { saidInSlack } from './slack-said.ts';
import { openWatched, type Watched } from './watched.ts';

const KEY = new Uint8Array(32).fill(7);
/** What an admin and the bot say to each other. */
const SECRET = 'D0ADMIN';
const GAPS = { post: 0, edit: 20, appear: [4, 8, 16, 32, 64, 200, 1000] };

/** So many inputs from a seed, on the real adapter, desk and memory, with a conversation beside that nobody may hear of. */
export async function hostileSlack(options: HostileOptions): Promise<Report> {
  const { seed, count } = options;
  const fake = await openFakeSlack({ shareAfterMs: 2 });
  const house = await openWatched(options);
  const slack = openSlack({
    botToken: TOKENS.bot,
    appToken: TOKENS.app,
    api: fake.api,
    desk: house.front,
    log: silentLog,
    key: KEY,
    gaps: GAPS,
  });
  house.desk.add(slack.voice);
  await slack.start();
  try {
    const hidden = await planted(fake, house);
    // People are called what their payloads say.
    fake.fail('users.info', ...Array.from({ length: 100 }, () => ({ error: 'missing_scope' })));
    const words = [CANARY, FOREIGN, ...Object.values(TOKENS), Buffer.from(KEY).toString('hex')];
    const inputs = fc.sample(slackInput, { seed, numRuns: count });
    const { act, look, offences } = slackActs(fake, house, { secret: SECRET, others: hidden.ids, words });
    look();
    await inWaves(inputs, act, async () => {
      await house.idle();
      look();
    });
    const found = [
      ...house.wrong(),
      ...offences(),
      ...saidInSlack(fake, hidden.after, words),
      ...(await hidden.changed()),
    ];
    return reportOf(inputs, house.outcomes, found);
  } finally {
    await slack.stop();
    await house.close();
    await fake.close();
  }
}

interface Hidden {
  readonly ids: readonly string[];
  /** Calls that were made by then. */
  readonly after: number;
  changed(): Promise<string[]>;
}

async function planted(fake: FakeSlack, house: Watched): Promise<Hidden> {
  const ask = async (channel: string, text: string, person = 'U0ADMIN') => {
    await fake.slash({ person, channel, text });
    await house.idle();
  };
  for (const person of PEOPLE) await ask(directId(person), 'help', person);
  for (const channel of CHANNELS) await ask(channel, 'reflect.lens a b');
  for (const text of [`reflect.lens ${CANARY}`, 'help']) await ask(SECRET, text);
  const { memory } = house.rooms;
  await memory.channel('C0GENERAL', 'T0FOREIGN').setPrompt(FOREIGN);
  const state = async () => ({
    memory: await memory.export(TEAM.id, SECRET),
    foreign: await memory.export('T0FOREIGN', 'C0GENERAL'),
    messages: fake.messages(SECRET).map(({ text, deleted }) => ({ text, deleted })),
  });
  const before = await state();
  const ours = fake.messages(SECRET).filter(({ user }) => user === BOT.user);
  const ids = ours.flatMap(({ blocks }) => JSON.stringify(blocks).match(/1~[^"]+/g) ?? []);
  if (!JSON.stringify(before.memory).includes(CANARY) || ids.length < 5)
    throw new Error('nothing is planted');
  return {
    ids,
    after: fake.calls.length,
    async changed() {
      return isDeepStrictEqual(before, await state())
        ? []
        : ['another channel, or what is kept of it, has changed'];
    },
  };
}
