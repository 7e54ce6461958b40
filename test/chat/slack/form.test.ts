import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sealed } from '../../../src/chat/sealed.ts';
import { formAsked, readerOf } from '../../../src/chat/slack/ask-form.ts';
import { commandForm, fieldOf, ownerOf, PROMPT_FIELD } from '../../../src/chat/slack/form.ts';
import { type FormPayload, formEvent } from '../../../src/chat/slack/form-sent.ts';
import { homeView } from '../../../src/chat/slack/home.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readMessage } from '../../../src/dispatch/message.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';

const commands = await readCommands();
const cards = commandCards(commands);
const PLACE = { channel: 'C1', threadTs: '5.1' };
const KEY = new Uint8Array(32).fill(7);
const seal = (metadata: string, user = 'U1') => sealed(metadata, ownerOf(user), KEY);
const ARRIVAL = { botUser: 'UBOT', now: 1_700_000_000_000 };

function cardOf(path: string) {
  const card = cards.find((one) => one.path === path);
  if (card === undefined) throw new Error(path);
  return card;
}

/** A form of a command as Slack sends it back, with these fields filled in. */
function filled(path: string, fields: Readonly<Record<string, string>>): FormPayload {
  const view = commandForm(cardOf(path), PLACE);
  const values = Object.entries(fields).map(([block, value]) => [block, { value: { value } }]);
  const { callback_id = '', private_metadata: metadata = '' } = view;
  const private_metadata = seal(metadata);
  return {
    user: { id: 'U1', name: 'mary' },
    team: { id: 'T1' },
    view: { id: 'V1', callback_id, private_metadata, state: { values: Object.fromEntries(values) } },
  };
}

test.each(cards)('the form of $path is within the limits of a modal', (card) => {
  const view = commandForm(card, PLACE, 'x'.repeat(5000));
  const inputs = view.blocks.flatMap((block) => ('element' in block ? [block] : []));
  expect(view.title.text.length).toBeLessThanOrEqual(24);
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(view.private_metadata?.length).toBeLessThanOrEqual(3000);
  expect(new Set(inputs.map(({ block_id }) => block_id)).size).toBe(inputs.length);
  const asksText = card.needs === 'prompt' || card.needs === 'session';
  expect(inputs.length).toBe(card.params.length + (asksText ? 1 : 0));
  for (const { element, hint } of inputs) {
    expect(hint?.text.length ?? 0).toBeLessThanOrEqual(150);
    if (element.type === 'static_select') expect(element.options?.length).toBeLessThanOrEqual(100);
    if (element.type === 'plain_text_input') {
      expect(element.placeholder?.text.length ?? 0).toBeLessThanOrEqual(150);
      expect(element.initial_value?.length ?? 0).toBeLessThanOrEqual(element.max_length ?? 3000);
    }
  }
});

test('a form sent says the line that a person would have typed', () => {
  const fields = {
    [fieldOf('target')]: 'attention',
    [fieldOf('top')]: '20',
    [PROMPT_FIELD]: 'The capital of France is',
  };
  expect(formEvent(filled('reflect.trace', fields), cards, KEY, ARRIVAL)).toEqual({
    id: 'form:V1',
    platform: 'slack',
    workspace: 'T1',
    channel: 'C1',
    thread: '5.1',
    person: { id: 'U1', name: 'mary' },
    way: 'command',
    text: '.p/reflect.trace{target=attention, top=20} "The capital of France is"',
    receivedAt: ARRIVAL.now,
    address: { channel: 'C1', threadTs: '5.1' },
  });
});

test('an empty form is the command alone', () => {
  expect(formEvent(filled('reflect.trace', { [PROMPT_FIELD]: ' ' }), cards, KEY, ARRIVAL)?.text).toBe(
    '.p/reflect.trace',
  );
});

test('any prompt of a form is one prompt, whatever stands in it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('', '.p/help ', '"', '```'),
      (a, b) => {
        const prompt = `${b}${a}`;
        fc.pre(prompt.trim() !== '');
        const event = formEvent(filled('reflect.trace', { [PROMPT_FIELD]: prompt }), cards, KEY, ARRIVAL);
        const calls = readMessage(event?.text ?? '', commands);
        expect(calls.map((call) => ('prompt' in call ? call.prompt : undefined))).toEqual([prompt]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a form of what is not known is refused in words, one of others is left alone', () => {
  const { view, ...rest } = filled('reflect.trace', {});
  const sent = (change: object) => formEvent({ ...rest, view: { ...view, ...change } }, cards, KEY, ARRIVAL);
  for (const private_metadata of [
    '',
    'null',
    '{"path":"reflect.trace"}',
    '{"path":"no.such","channel":"C1"}',
  ])
    expect(() => sent({ private_metadata: seal(private_metadata) })).toThrow(
      'Close it and send the command again.',
    );
  expect(sent({ callback_id: 'other' })).toBeNull();
});

test('a form that names another place than the one it was opened for is refused', () => {
  const { view, ...rest } = filled('reflect.trace', {});
  const place = view.private_metadata.slice(0, -17);
  expect(JSON.parse(place)).toMatchObject({ channel: 'C1' });
  const forged = [
    place,
    place.replace('C1', 'C2'),
    view.private_metadata.replace('C1', 'C2'),
    seal(place, 'U2'),
  ];
  for (const private_metadata of forged)
    expect(() => formEvent({ ...rest, view: { ...view, private_metadata } }, cards, KEY, ARRIVAL)).toThrow(
      'Close it and send the command again.',
    );
});

test('a button of a page leads where it was made for its reader, and a forged one nowhere', () => {
  const asked = (value: string, user = 'U1') =>
    formAsked({ user: { id: user }, actions: [{ action_id: 'form:help', value }] }, KEY)?.place.channel;
  const given = sealed('D1', readerOf('U1'), KEY);
  expect(asked(given)).toBe('D1');
  for (const value of ['D2', '', given.replace('D1', 'D2'), sealed('D2', readerOf('U2'), KEY), seal('D2')])
    expect(asked(value)).toBeUndefined();
  expect(asked(given, 'U2')).toBeUndefined();
});

test('the page of the bot: help, sessions, every command, within 100 blocks', () => {
  const session = { channelName: 'general', prompt: '<!channel> *b*', people: 1, turns: 2 };
  const { blocks } = homeView(
    cards,
    Array.from({ length: 200 }, () => session),
    'D1',
  );
  const text = JSON.stringify(blocks);
  expect(blocks.length).toBeLessThanOrEqual(100);
  expect(text).toContain('“&lt;!channel&gt; *\u200bb*\u200b” (2 turns, 1 person)');
  expect(text).toContain('180 more');
  expect(text).not.toContain('<');
  for (const { path } of cards) expect(text).toContain(`"action_id":"form:${path}","value":"D1"`);
  expect(JSON.stringify(homeView(cards, [], 'D1'))).toContain('None is open.');
});
