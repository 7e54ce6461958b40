import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnswerId } from '../../../src/chat/answer-id.ts';
import {
  answerMessage,
  type SlackAnswer,
  type SlackMessage,
} from '../../../src/chat/slack/answer-message.ts';
import { plainText } from '../../../src/chat/slack/plain-text.ts';

const KEY = new Uint8Array(32).fill(7);
const ANSWER: SlackAnswer = {
  turn: 'slash:1.2.x',
  text: 'The model says " Paris" (p = 0.41).',
  alt: 'Attribution graph with 40 nodes.',
  buttons: ['toggle', 'deeper', 'fork', 'rerun', 'stop', 'json'],
  picks: [
    { action: 'word', argument: '0', label: 'Paris' },
    { action: 'head', argument: 'L5H1', label: 'L5H1', note: '+0.83 logits' },
    { action: 'head', argument: 'L0H1', label: 'L0H1' },
    { action: 'token', argument: '1', label: 'capital' },
  ],
};
const sent = (change: Partial<SlackAnswer>) => answerMessage({ ...ANSWER, ...change }, 'C1', KEY);

/** Every object inside, itself too. */
function* objects(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  yield { ...value };
  for (const inner of Object.values(value)) yield* objects(inner);
}

/** What Slack would refuse, in words; its published limits, counted again here. */
function refused({ text, blocks }: SlackMessage): string[] {
  const all = [...objects(blocks)];
  const texts = (type: string) => all.flatMap((part) => (part.type === type ? [String(part.text)] : []));
  const ids = all.flatMap(({ action_id }) => (action_id === undefined ? [] : [String(action_id)]));
  const found: [string, boolean][] = [
    ['text over 4000', text.length > 4000],
    ['over 50 blocks', blocks.length > 50],
    ['blocks over 13,000', JSON.stringify(blocks).length > 13_000],
    ['mrkdwn over 3000', texts('mrkdwn').some((words) => words.length > 3000)],
    ['empty text', [...texts('mrkdwn'), ...texts('plain_text')].some((words) => words.trim() === '')],
    ['plain over 75', texts('plain_text').some((words) => words.length > 75)],
    ['action_id', ids.some((id) => id.length > 255) || new Set(ids).size !== ids.length],
    ['value over 75', all.some(({ value }) => typeof value === 'string' && value.length > 75)],
    ['options', all.some(({ options }) => Array.isArray(options) && options.length > 100)],
    ['pings', /<[!@#]|[<>]/.test(text + texts('mrkdwn').join(''))],
    ['pings in plain', texts('plain_text').some((words) => /<[!@#]|@(?:here|channel|everyone)/.test(words))],
  ];
  return found.flatMap(([name, is]) => (is ? [name] : []));
}

test('one answer: words, alternative text, a row of buttons, a row of menus', () => {
  const message = sent({});
  expect(message.blocks.map(({ type }) => type)).toEqual(['section', 'context', 'actions', 'actions']);
  expect(plainText(message.text)).toBe(`${ANSWER.text}\nPicture: ${ANSWER.alt}`);
  expect(message).toMatchObject({
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
  expect(message).not.toHaveProperty('wholeText');
  expect(refused(message)).toEqual([]);
});

test('each button is of this turn and channel', () => {
  const row = sent({}).blocks[2];
  const ids = row?.type === 'actions' ? row.elements.map(({ action_id = '' }) => action_id) : [];
  expect(ids.map((id) => readAnswerId(id, 'C1', KEY))).toEqual(
    ANSWER.buttons.map((action) => ({ action, turn: ANSWER.turn })),
  );
});

test('without anything to ask there are no rows', () => {
  const message = sent({ buttons: [], picks: [] });
  expect(message.blocks.map(({ type }) => type)).toEqual(['section', 'context']);
});

test('what is too long is cut and comes whole as a file', () => {
  const text = `${'word '.repeat(2000)}end`;
  const message = sent({ text });
  expect(refused(message)).toEqual([]);
  expect(message.wholeText).toBe(text);
  expect(JSON.stringify(message.blocks)).toContain('The whole text is in the file.');
});

test('a menu for each kind of pick, whose choices say what the picture says of them', () => {
  const row = sent({}).blocks[3];
  const menus = row?.type === 'actions' ? row.elements.flatMap((one) => ('options' in one ? [one] : [])) : [];
  const read = menus.map(({ action_id = '', options }) => [
    readAnswerId(action_id, 'C1', KEY).action,
    options?.map(({ text, value }) => `${value}: ${text.text}`),
  ]);
  expect(read).toEqual([
    ['word', ['0: Paris']],
    ['head', ['L5H1: L5H1 +0.83 logits', 'L0H1: L0H1']],
    ['token', ['1: capital']],
  ]);
});

test('what it does not say stands below in small; the picture is told only as far as the words do not', () => {
  const text = '“Paris” (99 %). 40 of 324 nodes carry 98 %.';
  const alt = 'A graph of “The capital”. “Paris” (99 %). 40 of 324 nodes carry 98 %. Drawn: 9 edges.';
  const message = sent({ text, alt, caveats: ['Weak.', '<!here> direct parts.'], buttons: [], picks: [] });
  expect(plainText(message.text)).toBe(
    `${text}\n· Weak.\n· <!here> direct parts.\nPicture: A graph of “The capital”. Drawn: 9 edges.`,
  );
  expect(message.blocks.map(({ type }) => type)).toEqual(['section', 'context', 'context']);
  expect(refused(message)).toEqual([]);
});

test('caveats that are too long are in the file, whole', () => {
  const message = sent({ text: 'Short.', caveats: ['word '.repeat(500).trim()] });
  expect(refused(message)).toEqual([]);
  expect(message.wholeText).toBe(`Short.\n· ${'word '.repeat(500).trim()}`);
});

test('it is found again by the id of its first block', () => {
  expect(sent({ mark: 'm' }).blocks[0]).toMatchObject({ block_id: 'm' });
  expect(sent({}).blocks[0]).not.toHaveProperty('block_id');
});

/** Deterministic pieces that hurt, put together 20,000 times; fast-check would spend the time itself. */
const PIECES = [
  '<!channel>',
  '<@U1>',
  '@everyone',
  '*b*',
  '`',
  '&amp;',
  '"\\',
  '\u0000',
  '\ud800',
  '\u202e',
  '>',
  '\n',
  '😀',
  'x',
];

test('20,000 hostile answers: no limit is passed and nobody is called', () => {
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const hostile = () => Array.from({ length: next(6) }, () => PIECES[next(PIECES.length)]).join('');
  for (let i = 0; i < 20_000; i++) {
    const picks = [{ action: 'token', argument: String(i), label: hostile(), note: hostile() } as const];
    const message = sent({ text: hostile(), alt: hostile(), caveats: [hostile()], buttons: ['json'], picks });
    if (refused(message).length > 0) expect([refused(message), message]).toEqual([]);
  }
});

test('large hostile answers too', () => {
  const text = fc
    .array(fc.constantFrom(...PIECES), { size: 'max', maxLength: 3000 })
    .map((all) => all.join(''));
  const pick = fc.record({
    action: fc.constantFrom('head', 'token', 'word'),
    argument: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
    label: fc.string({ unit: 'binary', maxLength: 80 }),
    note: fc.string({ unit: 'binary', maxLength: 80 }),
  });
  const picks = fc.array(pick, { size: 'max', maxLength: 200 });
  fc.assert(
    fc.property(text, text, picks, (words, alt, all) => {
      const message = sent({ text: words, alt, caveats: [words, alt], picks: all, turn: 't'.repeat(56) });
      expect(refused(message)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
