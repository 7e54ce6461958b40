import {
  IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
  MessageCreateRequestSchema,
} from 'discord-api-spec/zod';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswerId } from '../../../src/chat/answer-id.ts';
import { answerMessage, jsonMessage, progressContent } from '../../../src/chat/discord/answer.ts';
import { stopControl } from '../../../src/chat/discord/controls.ts';
import { failureMessage } from '../../../src/chat/discord/failure.ts';
import { channelPost, type DiscordMessage, messageOf } from '../../../src/chat/discord/message.ts';
import { DotpError } from '../../../src/kernel/errors.ts';
import type { Pick } from '../../../src/kernel/pick.ts';
import { parse } from '../../../src/lang/parse.ts';
import { issuesOf } from '../../support/discord/judge.ts';
import { hostile } from './hostile.ts';
import { KEY, OWNER, reply } from './things.ts';

const PNG = new Uint8Array([1, 2, 3]);
const answer = (
  changes = {},
  picks: readonly Pick[] = [],
  png: Uint8Array | undefined = PNG,
  fileLimit = 1000,
) => answerMessage({ reply: reply(changes), ...(png && { png }), picks, fileLimit }, OWNER);
const utf8 = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function takenByDiscord(message: DiscordMessage): void {
  expect(issuesOf(IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema, message.body)).toEqual([]);
  expect(issuesOf(MessageCreateRequestSchema, channelPost(message, '1'.repeat(30), '9'))).toEqual([]);
  expect(message.body.content.length).toBeLessThanOrEqual(2000);
  expect(message.body.allowed_mentions.parse).toEqual([]);
}

test('one message: picture with alt text, words, controls', () => {
  const { body, files } = answer();
  expect(body.content).toBe(
    '**.p\\/reflect.trace** The capital of France is\nBecause of “France”.\n-# · Weak.',
  );
  expect(body.attachments).toEqual([{ id: '0', filename: 'reflect.trace.png', description: 'A picture.' }]);
  expect(files[0]?.bytes).toBe(PNG);
  takenByDiscord({ body, files });
});

test('controls are what the answer can do, and their ids are this turn’s in this channel', () => {
  const actions = (message: DiscordMessage) =>
    message.body.components
      .flatMap(({ components }) => components)
      .map(({ custom_id }) => readAnswerId(custom_id, OWNER.channel, KEY));
  expect(actions(answer())).toEqual(
    ['toggle', 'deeper', 'fork', 'rerun', 'json'].map((action) => ({ action, turn: OWNER.turn })),
  );
  expect(
    actions(answer({ params: {}, model: null, prompt: { text: '', tokens: [] } })).map(
      ({ action }) => action,
    ),
  ).toEqual([]);
  expect(actions(messageOf('', [], stopControl(OWNER))).map(({ action }) => action)).toEqual(['stop']);
});

test('the select holds 25 heads and tokens at most, each once, named as they are seen', () => {
  const picks = Array.from(
    { length: 40 },
    (_, i): Pick => ({
      action: 'token',
      argument: String(i >> 1),
      label: i < 2 ? '\u200b' : `t\n${i}`,
      note: 'n'.repeat(200),
    }),
  );
  const message = answer({}, picks);
  const select = message.body.components.at(-1)?.components[0];
  if (select === undefined || !('options' in select)) throw new Error('no select');
  expect(select.options.map(({ value }) => readAnswerId(value, OWNER.channel, KEY).argument)).toEqual(
    Array.from({ length: 20 }, (_, i) => String(i)),
  );
  expect(select.options.slice(0, 2).map(({ label }) => label)).toEqual(['\ufffd', 't⏎2']);
  expect(select.options[0]?.description).toHaveLength(100);
  takenByDiscord(message);
  expect(
    answer(
      {},
      picks.map((pick, i) => ({ ...pick, argument: String(i) })),
    ).body.components.at(-1)?.components[0],
  ).toMatchObject({ options: { length: 25 } });
});

test('too much text goes whole into a file, and the message says where', () => {
  const text = 'A *sentence* of some length. '.repeat(100);
  const message = answer({ text });
  takenByDiscord(message);
  expect(message.body.content).toContain('…\n-# · All of it is in reflect.trace.txt.');
  expect(message.body.content.length).toBeGreaterThan(1950);
  expect(message.files.map(({ name }) => name)).toEqual(['reflect.trace.png', 'reflect.trace.txt']);
  expect(utf8(answer({ text }, [], PNG, 1e6).files[1]?.bytes)).toBe(`${text.trim()}\n· Weak.`);
  expect(message.files[1]?.bytes.length).toBeLessThanOrEqual(1000);
  expect(utf8(message.files[1]?.bytes)).toContain('cut here');
});

test('a text file is never cut inside a character', () => {
  const message = answer({ text: '🌍'.repeat(2000) }, [], undefined, 999);
  expect(utf8(message.files[0]?.bytes)).not.toContain('\ufffd');
});

test('a picture that is too large for the place is left out, and said', () => {
  const message = answer({}, [], new Uint8Array(1001));
  expect(message.files).toEqual([]);
  expect(message.body.content).toContain('The picture has 1001 bytes; files here may have 1000.');
});

test('the JSON of an answer is the reply', () => {
  expect(JSON.parse(utf8(jsonMessage(reply(), 1e6).files[0]?.bytes))).toEqual(reply());
  expect(jsonMessage(reply(), 10).body.content).toContain('files here may have 10');
});

test('a mistake is shown under its line; our failures tell no path, address or stack', () => {
  const mistake = failureMessage(
    errorOf(() => parse('.p/reflect.trace{depth=[1')),
    'k3f9',
  );
  expect(mistake.body.content).toMatch(/^```\n.*\^.*\n```\n-# k3f9$/s);
  const facts = {
    code: 'x',
    what: 'Cannot read /root/.cache/dotp/a b.',
    where: '/etc/secret',
    fix: 'See redis://u:pw@host/1.',
  };
  const ours = failureMessage(new DotpError(facts), 'k3f9').body.content;
  expect(ours).not.toMatch(/root|etc|pw|host/);
  expect(failureMessage(new TypeError('at /root/x.ts:1'), 'k3f9').body.content).toMatch(
    /^Something failed[^/]*\n-# k3f9$/,
  );
});

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('no payload exceeds a limit, whatever is said', () => {
  fc.assert(
    fc.property(
      hostile(3000),
      hostile(300),
      hostile(3000),
      fc.array(hostile(400), { maxLength: 9 }),
      (text, prompt, alt, caveats) => {
        const picks = caveats.map(
          (label, i): Pick => ({ action: 'token', argument: String(i), label, note: prompt }),
        );
        const pictures = [{ file: 'x', width: 1, height: 1, alt }];
        takenByDiscord(
          answer({ text, caveats, command: prompt, prompt: { text: prompt, tokens: [] }, pictures }, picks),
        );
        takenByDiscord(failureMessage(new DotpError({ code: 'x', what: text, fix: prompt }, 2), alt));
        takenByDiscord(messageOf(progressContent(text), [], stopControl(OWNER)));
      },
    ),
    { numRuns: 50, seed: 5 },
  );
});

test('where no file can be sent, the words are cut and what went wrong stays', () => {
  const parts = {
    reply: reply({ text: 'A *sentence* of some length. '.repeat(100) }),
    png: PNG,
    picks: [],
    fileLimit: 1000,
  };
  const message = answerMessage({ ...parts, notes: ['No files here.'], wordsOnly: true }, OWNER);
  takenByDiscord(message);
  expect(message.files).toEqual([]);
  expect(message.body.content).toMatch(/…\n-# · No files here.\n-# · The rest is left out.$/);
});

test('ten files at most, each named that is left out, for its size or its place', () => {
  const file = (name: string, size: number) =>
    ({
      name,
      type: 'text/html; charset=utf-8',
      bytes: new Uint8Array(size),
      description: 'd'.repeat(2000),
    }) as const;
  const files = [file('large.html', 1001), ...Array.from({ length: 9 }, (_, i) => file(`${i}.html`, 1))];
  const message = answerMessage({ reply: reply(), png: PNG, picks: [], files, fileLimit: 1000 }, OWNER);
  takenByDiscord(message);
  expect(message.files.map(({ name }) => name)).toEqual([
    'reflect.trace.png',
    ...Array.from({ length: 8 }, (_, i) => `${i}.html`),
  ]);
  expect(message.body.content).toContain('large.html has 1001 bytes; files here may have 1000.');
  expect(message.body.content).toMatch(/8\\?\.html is left out/);
});
