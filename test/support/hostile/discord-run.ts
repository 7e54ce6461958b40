import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { openDiscord } from '../../../src/chat/discord/open.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { type FakeDiscord, openFakeDiscord } from '../discord/open.ts';
import { discordActs } from './discord-acts.ts';
import { discordInput } from './discord-inputs.ts';
import { saidOnDiscord } from './discord-said.ts';
import { type HostileOptions, inWaves, type Report, reportOf } from './report.ts';
import { CANARY, FOREIGN } from './secrets.ts';
import { hostileName } from './text.ts';
import { openWatched, type Watched } from './watched.ts';

const KEY = new Uint8Array(32).fill(7);
const SECRET = 'secret';

/** So many inputs from a seed, on the real adapter, desk and memory, with a channel beside that nobody may hear of. */
export async function hostileDiscord(options: HostileOptions): Promise<Report> {
  const { seed, count } = options;
  const names = fc.sample(hostileName, { seed, numRuns: 10 }).map((name, i) => `${name.slice(0, 29)}${i}`);
  const fake = await openFakeDiscord({
    guilds: { house: ['general', 'random', 'pit', names[0] ?? ''], vault: [SECRET] },
    people: [{ name: 'mia', manages: true }, { name: 'tom' }, ...names.map((name) => ({ name }))],
  });
  const house = await openWatched(options);
  const discord = openDiscord({
    token: fake.token,
    api: fake.api,
    key: KEY,
    log: silentLog,
    privileged: true,
  });
  house.desk.add(discord.voice);
  await discord.start(house.front);
  try {
    const secret = await planted(fake, house);
    const inputs = fc.sample(discordInput, { seed, numRuns: count });
    const { act, look, offences } = discordActs(fake, house, { names, others: secret.ids });
    look();
    await inWaves(inputs, act, async () => {
      await house.idle();
      look();
    });
    const found = [
      ...house.wrong(),
      ...offences(),
      ...saidOnDiscord(fake, secret.after, [CANARY, FOREIGN, Buffer.from(KEY).toString('hex'), fake.token]),
      ...(await secret.changed()),
    ];
    return reportOf(inputs, house.outcomes, found);
  } finally {
    await discord.stop();
    await house.close();
    await fake.close();
  }
}

interface Secret {
  /** Honest ids of its controls. */
  readonly ids: readonly string[];
  /** Requests that were made by then. */
  readonly after: number;
  /** What has changed there since, in words. */
  changed(): Promise<string[]>;
}

/** A session in another server's channel, and something ordinary in those that are attacked. */
async function planted(fake: FakeDiscord, house: Watched): Promise<Secret> {
  const ask = async (channel: string, text: string) => {
    await fake.slash({ channel, person: 'mia', path: ['line'], options: { text } });
    await house.idle();
  };
  for (const channel of ['general', 'random', 'pit']) await ask(channel, '.p/reflect.lens a b');
  for (const text of [`.p/reflect.lens ${CANARY}`, '.p/help']) await ask(SECRET, text);
  const [workspace, channel] = [fake.id('vault'), fake.id(SECRET)];
  const { memory } = house.rooms;
  // The same channel's name in a server that this process has never heard of.
  await memory.channel(fake.id('general'), 'foreign').setPrompt(FOREIGN);
  const state = async () => ({
    memory: await memory.export(workspace, channel),
    foreign: await memory.export('foreign', fake.id('general')),
    messages: fake.messages(SECRET).length,
  });
  const before = await state();
  const ids = fake
    .messages(SECRET)
    .flatMap(({ components }) => JSON.stringify(components).match(/1~[^"]+/g) ?? []);
  if (!JSON.stringify(before.memory).includes(CANARY) || ids.length < 5)
    throw new Error('nothing is planted');
  return {
    ids,
    after: fake.requests.length,
    async changed() {
      return isDeepStrictEqual(before, await state())
        ? []
        : ['another channel, or what is kept of it, has changed'];
    },
  };
}
