import { expect, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { replyOf } from './reply.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };

/** An answer to plain words; what was read before is put together as a template does. */
function talk(asked: string, text: string, earlier: readonly (readonly [string, string])[] = []) {
  const read = [...earlier, [asked, '']].map(([user, answer]) => `<u>${user}<a>${answer}`).join('');
  return {
    ...replyOf(text, '.p/talk'),
    prompt: { text: read, tokens: [] },
    findings: [{ kind: 'said', asked, text, earlier: { asked: earlier.map(([user]) => user) } }],
  };
}
const trace = (text: string) => ({ ...replyOf('words'), prompt: { text, tokens: [] } });

async function talked() {
  const memory = await openMemory('memory:', { home: '' });
  const session = memory.channel('c', 'w', 't');
  const turns: [string, ReturnType<typeof talk | typeof trace>, typeof ADA][] = [
    ['before', talk('hello', 'Hi.'), BOB],
    ['hers', talk('my secret', 'I see.', [['hello', 'Hi.']]), ADA],
    [
      'after',
      talk('and now?', 'Yes, now.', [
        ['hello', 'Hi.'],
        ['my secret', 'I see.'],
      ]),
      BOB,
    ],
    ['beginning', trace('<u>hello<a>Hi.<u>my secret<a>I'), BOB],
    ['word', trace('<u>hello<a>Hi.<u>my secret<a>I see.<u>and now?<a>Yes,'), BOB],
    ['own', trace('<u>hello<a>Hi'), BOB],
    ['other', talk('something else', 'Yes.', [['hello', 'Hi.']]), BOB],
  ];
  for (const [id, reply, person] of turns) await session.remember(reply, id, person);
  return { memory, session };
}

test('what a model had read of a forgotten person goes with her, in talk of others and in what asks about it', async () => {
  const { memory, session } = await talked();
  await session.setPrompt('<u>hello<a>Hi.<u>my secret<a>I see.<u>and now?<a>');
  const { left } = await memory.forgetPerson('w', ADA.id);
  expect(left).toBe(0);
  expect(JSON.stringify(await memory.export('w', 'c'))).not.toContain('secret');
  expect((await session.turns(9)).map(({ id }) => id)).toEqual(['before', 'own', 'other']);
  expect((await session.session()).prompt).toBeUndefined();
  await memory.close();
});

test('what begins alike and was never written stays', async () => {
  const memory = await openMemory('memory:', { home: '' });
  const session = memory.channel('c', 'w', 't');
  const continued = { ...talk('my cat', ' sleeps.'), prompt: { text: 'my cat', tokens: [] } };
  await session.remember(continued, 'hers', ADA);
  await session.remember(trace('my cat sl'), 'about it', BOB);
  await session.remember(trace('my catalogue'), 'own', BOB);
  await memory.forgetPerson('w', ADA.id);
  expect((await session.turns(9)).map(({ id }) => id)).toEqual(['own']);
  await memory.close();
});

test('others’ messages that she answered to are not taken for hers', async () => {
  const { memory, session } = await talked();
  await session.setPrompt('<u>hello<a>');
  await memory.forgetPerson('w', ADA.id);
  expect((await session.session()).prompt).toBe('<u>hello<a>');
  await memory.close();
});

test('a turn that began before and read her words is not written back', async () => {
  const { memory } = await talked();
  const event = {
    id: 'late',
    workspace: 'w',
    channel: 'c',
    receivedAt: Date.now() - 1000,
    platform: 'web',
  } as const;
  const during = memory.during(event, 't');
  await memory.forgetPerson('w', ADA.id);
  await during.remember(talk('late', 'No.', [['my secret', 'I see.']]), 'late', BOB).catch(() => {});
  expect(JSON.stringify(await memory.export('w', 'c'))).not.toContain('secret');
  await memory.close();
});
