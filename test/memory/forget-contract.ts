import { expect, test } from 'vitest';
import type { ChatEvent } from '../../src/kernel/chat-event.ts';
import { openMemory } from '../../src/memory/open.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };

const event = (id: string, person: typeof ADA, text: string, rest: Partial<ChatEvent> = {}): ChatEvent => ({
  id,
  platform: 'slack',
  workspace: 'w',
  channel: 'c',
  person,
  way: 'message',
  text,
  receivedAt: 1000,
  address: { token: 'secret' },
  ...rest,
});

/** What an answer leaves in the log, about a text that is cut. */
const note = (text: string, by: typeof ADA) => ({
  command: 'reflect.trace',
  text: `${text.slice(0, 8)}…`,
  by,
});
const NUMBERS = new Map([['next.prob', 0.5]]);

const about = (text: string) => ({ ...replyOf(`words on ${text}`), prompt: { text, tokens: [] } });

/** Two people in a channel with a thread, and the same two elsewhere. */
async function filled(url: string | undefined, home: string) {
  const memory = await openMemory(url, { home, serve: true });
  for (const [workspace, channel, thread] of [
    ['w', 'c', undefined],
    ['w', 'c', 't/1'],
    ['w', 'd', undefined],
    ['v', 'c', undefined],
  ] as const) {
    const session = memory.channel(channel, workspace, thread);
    const name = `${workspace}${channel}${thread ?? ''}`;
    for (const person of [ADA, BOB]) {
      await session.people.join(person, 5);
      await session.remember(about(`${person.name} private ${name}`), `${person.name} 1`, person);
      await session.log.keep(`${person.name} 1`, NUMBERS, note(`${person.name} private`, person));
      const said = event(`${person.name}-${name}`, person, `.p/help ${person.name} said ${name}`);
      await memory.ledger.receive({ ...said, workspace, channel, ...(thread !== undefined && { thread }) });
      await memory.runs.enter({ ...said, workspace, channel });
    }
    await session.remember(about(`Ada private ${name}`), 'Bob reruns', BOB);
    await session.log.keep('Bob reruns', NUMBERS, note('Ada private', BOB));
    await session.people.open(ADA, 5);
    await session.setPrompt(`Ada private ${name}`);
    await memory.ledger.receive(event(`mention-${name}`, BOB, `ask <@${ADA.id}>`, { workspace, channel }));
    await memory.limits(workspace).set('person', ADA.id, 'runsPerMinute', 3);
    await memory.limits(workspace).set('channel', channel, 'samples', 4);
  }
  await memory.ledger.replied('Ada-wc');
  return memory;
}

/** Facts, without the marks of what was forgotten. */
const count = (lines: string): number =>
  lines.split('\n').filter((line) => /^\S+:\S+ \{/.test(line) && !line.includes('~forgotten')).length;

/**
 * Forgetting and exporting in every store.
 *
 * @param fresh  address of an empty store
 * @param raw    all keys and values of the store at this address, read past keyv and past our own code
 */
export function forgetContract(
  name: string,
  fresh: () => string | undefined,
  raw: (url: string | undefined, home: string) => Promise<string>,
): void {
  test(`${name}: of a forgotten person no byte is left in the workspace, and all else is`, async () => {
    const [url, home] = [fresh(), await folder()];
    const memory = await filled(url, home);
    const before = await raw(url, home);
    expect(before.split(ADA.id).length).toBeGreaterThan(10);
    const done = await memory.forgetPerson('w', ADA.id);
    expect(done).toEqual({ deleted: count(before) - count(await raw(url, home)), left: 0 });
    expect(await memory.forgetPerson('w', ADA.id)).toEqual({ deleted: 0, left: 0 });
    const after = await raw(url, home);
    const ofOtherWorkspace = (line: string) => line.includes('vc') || /(channel|limits|runs)\/v\//.test(line);
    const left = after.split('\n').filter((line) => /U0ADA123456|Ada/.test(line) && !ofOtherWorkspace(line));
    expect(left.filter((line) => !line.includes('ledger'))).toEqual([]);
    expect(left.filter((line) => !line.includes('"workspace":"v"'))).toEqual([]);
    // The other workspace and the other person are whole.
    const lines = (text: string, what: RegExp) =>
      text
        .split('\n')
        .filter((line) => what.test(line))
        .sort();
    expect(lines(after, /(channel|limits|runs)\/v\//)).toEqual(lines(before, /(channel|limits|runs)\/v\//));
    const session = memory.channel('c', 'w');
    expect((await session.turns(9)).map(({ id }) => id)).toEqual(['Bob 1']);
    expect((await session.log.all()).map(({ turn }) => turn)).toEqual(['Bob 1']); // nor what Bob measured on her words
    expect(await session.people.participants()).toEqual([{ ...BOB, joined: 5 }]);
    expect([await session.people.standing(), await session.session()]).toEqual([{}, { mode: 'session' }]);
    expect(await memory.ledger.receive(event('Ada-wc', ADA, 'late'))).toBe(false);
    await memory.close();
    const next = await openMemory(url, { home, serve: true });
    expect((await next.ledger.unfinished()).map((turn) => turn.event.id).sort()).toEqual(
      ['Ada-vc', 'Bob-vc', 'Bob-wc', 'Bob-wct/1', 'Bob-wd', 'mention-vc'].sort(),
    );
    await next.close();
  });

  test(`${name}: of a forgotten channel and its threads nothing is left, and the others are whole`, async () => {
    const [url, home] = [fresh(), await folder()];
    const memory = await filled(url, home);
    expect(await raw(url, home)).toMatch(/channel\/w\/c\/thread/);
    await memory.forgetChannel('w', 'c');
    const after = await raw(url, home);
    expect(after).not.toMatch(/(channel\/w|limits\/w\/channel|runs\/w\/channel)\/c\b/);
    expect(after).not.toMatch(/private wc|said wc/);
    const rest = await memory.export('w', 'd');
    expect([rest.events.length, rest.sessions[0]?.turns.length]).toEqual([3, 3]);
    expect(await memory.export('w', 'c')).toMatchObject({ sessions: [], events: [], limits: {} });
    await memory.close();
  });

  test(`${name}: an export holds the channel, its threads, limits and events, and no token`, async () => {
    const memory = await filled(fresh(), await folder());
    const found = await memory.export('w', 'c');
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(JSON.stringify(found)).not.toMatch(/secret|wd|vc/);
    expect(found).toMatchObject({ schema: 'dotp-channel-export/1', workspace: 'w', channel: 'c' });
    expect(found.sessions.map(({ thread, turns }) => [thread, turns.map(({ id, by }) => [id, by])])).toEqual(
      [undefined, 't/1'].map((thread) => [
        thread,
        [
          ['Ada 1', ADA],
          ['Bob 1', BOB],
          ['Bob reruns', BOB],
        ],
      ]),
    );
    expect(found.sessions[1]?.log.map(({ turn, value, by }) => [turn, value, by])).toEqual([
      ['Ada 1', 0.5, ADA],
      ['Bob 1', 0.5, BOB],
      ['Bob reruns', 0.5, BOB],
    ]);
    expect(found.sessions[1]).toMatchObject({
      session: { prompt: 'Ada private wct/1' },
      standing: { opened: { by: ADA, at: 5 } },
      participants: [
        { ...ADA, joined: 5 },
        { ...BOB, joined: 5 },
      ],
    });
    expect([found.limits, found.events.length]).toEqual([{ samples: 4 }, 6]);
    await memory.close();
  });

  test(`${name}: of a forgotten thread nothing is left, nor of the event that opened it; the rest is whole`, async () => {
    const memory = await filled(fresh(), await folder());
    const opener = event('opener', BOB, 'at the top');
    await memory.ledger.receive(opener);
    await memory.channel('c', 'w', 't/1').remember(about('at the top'), 'opener.0', BOB);
    const before = await memory.export('w', 'c');
    const { deleted, left } = await memory.forgetThread('w', 'c', 't/1');
    expect(deleted).toBeGreaterThan(8);
    expect(left).toBe(0);
    const after = await memory.export('w', 'c');
    expect(after.sessions).toEqual(before.sessions.filter(({ thread }) => thread === undefined));
    const kept = before.events.filter(({ id, thread }) => id !== 'opener' && thread === undefined);
    expect(after.events).toEqual(kept);
    expect(kept.length).toBe(before.events.length - 3);
    expect(await memory.forgetThread('w', 'c', 't/1')).toEqual({ deleted: 0, left: 0 });
    await memory.close();
  });

  test(`${name}: a person’s export holds what is hers in every channel of the workspace, and no more`, async () => {
    const memory = await filled(fresh(), await folder());
    const found = await memory.exportPerson('w', ADA.id);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(JSON.stringify(found)).not.toMatch(/secret|Bob|vc/);
    expect(found.sessions.map(({ channel, thread, turns }) => [channel, thread, turns.length])).toEqual([
      ['c', undefined, 1],
      ['c', 't/1', 1],
      ['d', undefined, 1],
    ]);
    expect(found.sessions[0]?.part).toEqual({ ...ADA, joined: 5 });
    expect(found.sessions.map(({ log }) => log.map(({ turn }) => turn))).toEqual(Array(3).fill(['Ada 1']));
    expect([found.limits, found.events.length]).toEqual([{ runsPerMinute: 3 }, 3]);
    await memory.forgetPerson('w', ADA.id);
    expect(await memory.exportPerson('w', ADA.id)).toMatchObject({ sessions: [], limits: {}, events: [] });
    await memory.close();
  });
}
