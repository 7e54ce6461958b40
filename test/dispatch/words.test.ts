import { expect, test } from 'vitest';
import { turn } from '../../src/dispatch/flow.ts';
import type { Answer, House } from '../../src/dispatch/house.ts';
import { outsideWords } from '../../src/dispatch/model-words.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { houseOf } from '../support/house.ts';

/** A house whose model must not be opened: what these messages ask is answered from the definitions. */
const house: House = {
  ...(await houseOf(() => Promise.reject(new Error('the model was opened')))),
  draw: () => Promise.reject(new Error('something was drawn')),
};

async function answers(text: string): Promise<Answer[]> {
  const found: Answer[] = [];
  for await (const answer of turn({ text }, house, {})) found.push(answer);
  return found;
}

test('help names every command; of a family each with its question', async () => {
  const [all] = await answers('.p/help');
  const lines = all?.reply.text.split('\n') ?? [];
  for (const { path, asks } of house.commands.values()) {
    const [family = '', verb] = path.split('.');
    const line = lines.find((each) => each.split(' ')[0] === `.p/${family}`);
    if (verb === undefined) continue;
    expect(line?.split(' ')).toContain(`.${verb}`);
    const [ofFamily] = await answers(`.p/help ${family}`);
    expect(ofFamily?.reply.text).toContain(`.p/${path}`);
    expect(ofFamily?.reply.text).toContain(asks);
  }
});

test('help fits into one message of every platform', async () => {
  const [answer] = await answers('.p/help');
  expect(answer?.reply.text.length).toBeLessThan(1_500); // Discord takes 2,000 characters, escapes and title among them
});

test('help of one command gives each parameter, what it takes and its default', async () => {
  const [answer] = await answers('.p/help reflect.trace');
  expect(answer?.reply.text).toContain('depth = complete|1..100 (complete)');
  expect(answer?.reply.text).toContain('For example: .p/reflect.trace');
  expect(() => replySchema.parse(answer?.reply)).not.toThrow();
});

test('help of an unknown command suggests the nearest', async () => {
  await expect(answers('.p/help reflect.trce')).rejects.toThrow(/Did you mean reflect\.trace/);
});

test('every example of a definition is a message that can be read', async () => {
  for (const { example, path } of house.commands.values()) {
    const needs = house.commands.get(path)?.needs;
    if (needs === 'channel') continue; // its own tests run it
    const reading = answers(example);
    if (needs === 'nothing') await expect(reading).resolves.toHaveLength(1);
    else await expect(reading).rejects.toThrow('the model was opened');
  }
});

test('a mistake in the second command keeps the first from running', async () => {
  const message = '.p/help\n.p/reflect.trace{dept=3} The capital of France is';
  await expect(answers(message)).rejects.toThrow(/depth/);
  const recorded: string[] = [];
  const watched = { ...house, session: { ...house.session, record: async () => void recorded.push('ran') } };
  await expect(turn({ text: message }, watched, {}).next()).rejects.toThrow();
  expect(recorded).toEqual([]);
});

test.each([
  ['.p/reflect.trace', 'prompt-missing'],
  ['toggle', 'nothing-to-toggle'],
  ['just talk', 'no-command'],
])('%s is refused with words and a code', async (text, code) => {
  await expect(answers(text)).rejects.toMatchObject({ code, exitCode: 2 });
});

test('the message replied to is the prompt when the command has none', async () => {
  const asked = turn({ text: '.p/reflect.trace', repliedTo: 'The capital of France is' }, house, {}).next();
  await expect(asked).rejects.toThrow('the model was opened');
});

test('words outside a closed world are named, each once', () => {
  const world = new Set(['The', 'capital', 'of', 'France', 'is']);
  expect(outsideWords('The capital of Zorvania is Zorvania', world)).toEqual(['Zorvania']);
  expect(outsideWords('The capital of Zorvania', undefined)).toEqual([]);
});
