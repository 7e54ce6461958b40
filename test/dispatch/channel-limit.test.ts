import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHolder } from '../../src/dispatch/channel-holder.ts';
import { answerTo, emptyRooms, found, visit } from '../support/channel.ts';

const rooms = await emptyRooms();
let n = 0;
/** A channel of its own for each test. */
const fresh = () => ({ channel: `c${n++}` });

test('limits are set one by one, shown, and taken away', async () => {
  const here = visit(rooms, fresh());
  const set = await found('.p/channel.limit{runs=6, prompt=400, samples=8}', here, 'limits');
  expect(set.changed).toEqual([
    { name: 'runsPerMinute', before: null, after: 6 },
    { name: 'promptLength', before: null, after: 400 },
    { name: 'samples', before: null, after: 8 },
  ]);
  expect(set.control).toBe('read again after it was written');
  await found('.p/channel.limit{runs=none, samples=9}', here, 'limits');
  const seen = await found('.p/channel.limit', here, 'limits');
  expect(seen.changed).toEqual([]);
  expect(seen.holders).toEqual([
    { of: 'channel', id: here.here.channel, asking: false, limits: { promptLength: 400, samples: 9 } },
    { of: 'person', id: 'U0ANN', asking: true, limits: {} },
  ]);
  const { reply } = await answerTo('.p/channel.limit', here);
  expect(reply.text).toBe('This channel: 400 characters a prompt, 9 samples.\nYou: no limits.');
});

test('words say what was, what is, and for whom', async () => {
  const here = visit(rooms, fresh());
  await answerTo('.p/channel.limit{runs=1}', here);
  const { reply } = await answerTo('.p/channel.limit{runs=12, allowed=false}', here);
  expect(reply.text).toBe(
    'Set for this channel: runs: 12 runs a minute (before: 1 run a minute); who may ask: kept out (before: as elsewhere).\n' +
      'This channel: kept out, 12 runs a minute.',
  );
  expect(reply.caveats[0]).toMatch(/can still set limits/);
});

test.each([
  ['of=role, id=<@&456>', { of: 'role', id: '456' }],
  ['id=<@&456>', { of: 'role', id: '456' }],
  ['id=<@123>', { of: 'person', id: '123' }],
  ['id=<@!123>', { of: 'person', id: '123' }],
  ['id="<@U0ADA42|ada>"', { of: 'person', id: 'U0ADA42' }],
  ['id=@U0ADA42', { of: 'person', id: 'U0ADA42' }],
  ['id=<!subteam^S0TEAM1|@team>', { of: 'role', id: 'S0TEAM1' }],
  ['id=@S0TEAM1', { of: 'role', id: 'S0TEAM1' }],
  ['of=person, id=123456789012345678', { of: 'person', id: '123456789012345678' }],
  ['of=role, id=1234567890123456789', { of: 'role', id: '1234567890123456789' }],
  ['of=person', { of: 'person', id: 'U0ANN' }],
])('{%s} names its holder, and nobody else is limited', async (named, holder) => {
  const here = visit(rooms, { ...fresh(), workspace: `w-${named}` });
  const [first] = (await found(`.p/channel.limit{${named}, samples=3}`, here, 'limits')).holders;
  expect(first).toMatchObject({ ...holder, limits: { samples: 3 } });
  expect((await found('.p/channel.limit', here, 'limits')).holders[0]?.limits).toEqual({});
});

test.each([
  'of=role',
  'id=other',
  'id=@ada',
  'id="<@123> <@456>"',
  'of=person, id=""',
  'of=person, id="a/b"',
  'of=person, id=<#123>',
])('{%s} is refused, and nothing is written', async (named) => {
  const here = visit(rooms, fresh());
  await expect(answerTo(`.p/channel.limit{${named}, runs=3}`, here)).rejects.toMatchObject({
    code: 'holder-unreadable',
    exitCode: 2,
  });
  expect((await found('.p/channel.limit', here, 'limits')).holders[0]?.limits).toEqual({});
});

test('who does not manage the place may look and not set', async () => {
  const where = fresh();
  await answerTo('.p/channel.limit{runs=6}', visit(rooms, where));
  const bob = visit(rooms, { ...where, manages: false, person: { id: 'U0BOB', name: 'Bob' } });
  for (const line of ['{runs=60}', '{runs=none}', '{of=person, allowed=true}', '{allowed=none}'])
    await expect(answerTo(`.p/channel.limit${line}`, bob)).rejects.toMatchObject({ code: 'not-permitted' });
  await expect(answerTo('.p/channel.quiet', bob)).rejects.toMatchObject({ code: 'not-permitted' });
  expect((await found('.p/channel.limit', bob, 'limits')).holders[0]?.limits).toEqual({ runsPerMinute: 6 });
});

test('limits of one channel are not those of another, nor of the same name in another workspace', async () => {
  await answerTo('.p/channel.limit{runs=2}', visit(rooms, { channel: 'x' }));
  for (const elsewhere of [{ channel: 'y' }, { channel: 'x', workspace: 'v' }])
    expect((await found('.p/channel.limit', visit(rooms, elsewhere), 'limits')).holders[0]?.limits).toEqual(
      {},
    );
  const otherThread = await found('.p/channel.limit', visit(rooms, { channel: 'x', thread: 'u' }), 'limits');
  expect(otherThread.holders[0]?.limits).toEqual({ runsPerMinute: 2 });
});

test('quiet is a fact of the channel, and goes again', async () => {
  const here = visit(rooms, fresh());
  const limitsNow = () => rooms.memory.limits('w').of('channel', here.here.channel);
  expect((await answerTo('.p/channel.quiet', here)).reply.text).toMatch(/^Quiet here/);
  expect(await limitsNow()).toEqual({ quiet: true });
  expect((await answerTo('.p/channel.quiet{on=false}', here)).reply.text).toMatch(/^Not quiet any more/);
  expect(await limitsNow()).toEqual({});
});

test('whatever is typed for an id is an id of plain characters or refused, and a mention reads as what it mentions', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const read = readHolder(text);
      if (read !== undefined) expect(read.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
    }),
  );
  const id = fc.string({ unit: fc.constantFrom(...'ABYZ0189'), minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(id, fc.constantFrom('', '|name', '|'), (text, label) => {
      expect(readHolder(`<@${text}${label}>`)).toEqual({ of: 'person', id: text });
      expect(readHolder(`<@!${text}>`)).toEqual({ of: 'person', id: text });
      expect(readHolder(`<@&${text}>`)).toEqual({ of: 'role', id: text });
      expect(readHolder(text)).toEqual({ id: text });
    }),
  );
});
