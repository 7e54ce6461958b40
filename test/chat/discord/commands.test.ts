import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandCreateRequestSchema,
} from 'discord-api-spec/zod';
import { expect, test } from 'vitest';
import { commandsJson, sizeOf } from '../../../src/chat/discord/commands.ts';
import { complete } from '../../../src/chat/discord/complete.ts';
import { type OptionJson, optionOf } from '../../../src/chat/discord/option.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';
import type { CommandCard } from '../../../src/kernel/command-card.ts';
import { issuesOf } from '../../support/discord/judge.ts';
import { interaction, option, slash } from './things.ts';

const CARDS = commandCards(await readCommands());
const COMMANDS = commandsJson(CARDS);
const NAME = /^[-_'\p{L}\p{N}]{1,32}$/u;

const everyOption = (options: readonly OptionJson[] = []): OptionJson[] =>
  options.flatMap((one) => [one, ...everyOption(one.options)]);

const [P] = COMMANDS;

test.each(COMMANDS)('Discord’s schema takes $name', (json) => {
  expect(issuesOf(ApplicationCommandCreateRequestSchema, json)).toEqual([]);
});

test('every command of the registry can be called, by group and subcommand or by its name', () => {
  const paths = (P?.options ?? []).flatMap(({ type, name, options = [] }) =>
    type === 2 ? options.map((verb) => `${name}.${verb.name}`) : [name],
  );
  expect(paths.sort()).toEqual([...CARDS.map(({ path }) => path), 'line'].sort());
});

test('names, descriptions, choices and the whole keep to Discord’s limits', () => {
  for (const { name, description, options = [], choices = [] } of everyOption(P?.options)) {
    expect(name).toMatch(NAME);
    expect(name).toBe(name.toLowerCase());
    expect(description.length).toBeGreaterThan(0);
    expect(description.length).toBeLessThanOrEqual(100);
    expect(Math.max(options.length, choices.length)).toBeLessThanOrEqual(25);
    const firstOptional = options.findIndex(({ required }) => required !== true);
    expect(
      options
        .slice(Math.max(firstOptional, 0))
        .some(({ required }) => required === true && firstOptional >= 0),
    ).toBe(false);
  }
  expect(P === undefined ? 0 : sizeOf(P)).toBeLessThanOrEqual(8000);
});

test('the size is what Discord adds up: names, descriptions, names and values of choices', () => {
  const one: OptionJson = { type: 3, name: 'ab', description: 'cde', choices: [{ name: 'f', value: 'gh' }] };
  expect(sizeOf({ name: 'p', description: 'xy', options: [one] })).toBe(3 + 5 + 3);
});

test('thirty commands more still fit: descriptions get shorter, and each stays', () => {
  const many = Array.from(
    { length: 30 },
    (_, i): CommandCard => ({
      path: `family${i % 6}.verb${i}`,
      asks: 'Why? '.repeat(30),
      example: '.p/help',
      needs: 'prompt',
      params: Array.from({ length: 6 }, (_, j) => ({
        name: `name${j}`,
        type: 'count',
        doc: 'What it is for. '.repeat(9),
        optional: j !== 5,
        min: 1,
        max: 9,
      })),
    }),
  );
  const [json] = commandsJson([...CARDS, ...many]);
  expect(issuesOf(ApplicationCommandCreateRequestSchema, json)).toEqual([]);
  expect(json === undefined ? 0 : sizeOf(json)).toBeLessThanOrEqual(8000);
  const options = json?.options?.find(({ name }) => name === 'family0')?.options?.[0]?.options ?? [];
  expect(options.map(({ required }) => required)).toEqual([true, false, false, false, false, false, false]);
});

test('too many for one command stops the deployment with the reason', () => {
  const card = (i: number): CommandCard => ({
    path: `many.v${i}`,
    asks: 'a',
    example: 'b',
    needs: 'model',
    params: [],
  });
  expect(() => commandsJson(Array.from({ length: 26 }, (_, i) => card(i)))).toThrow('many has 26 options');
  const param = { name: 'prompt', type: 'text', doc: 'x', optional: true } as const;
  const clash: CommandCard = { ...card(0), params: [param, param] };
  expect(() => commandsJson([clash])).toThrow('two options of one name');
  expect(() => commandsJson([{ ...card(0), needs: 'channel', params: [param] }])).not.toThrow();
});

test('parameters become options of their kind', () => {
  const shared = { name: 'k', doc: 'How many.', optional: true } as const;
  expect(optionOf({ ...shared, type: 'count', min: 2, max: 6, default: 3 }, 100)).toEqual({
    type: 4,
    name: 'k',
    description: '[3] How many.',
    required: false,
    min_value: 2,
    max_value: 6,
  });
  expect(optionOf({ ...shared, type: 'count', words: ['complete'], min: 1, max: 9 }, 100)).toMatchObject({
    type: 3,
    autocomplete: true,
  });
  expect(optionOf({ ...shared, type: 'flag' }, 100)).toMatchObject({ type: 5 });
  expect(optionOf({ ...shared, type: 'number', min: 0, max: 1 }, 100)).toMatchObject({
    type: 10,
    max_value: 1,
  });
  expect(optionOf({ ...shared, type: 'choice', choices: ['a'] }, 100)).toMatchObject({
    choices: [{ name: 'a', value: 'a' }],
  });
});

const completion = (path: readonly string[], name: string, value: string) =>
  complete(interaction({ type: 4, data: slash(path, [{ ...option(name, value), focused: true }]) }), CARDS);

test('completion offers words, the number being typed, and lines', () => {
  const values = (path: readonly string[], name: string, typed: string) =>
    completion(path, name, typed)?.data.choices.map(({ value }) => value);
  expect(values(['reflect', 'trace'], 'depth', '')?.[0]).toBe('complete');
  expect(values(['reflect', 'trace'], 'depth', '12')?.[0]).toBe('12');
  expect(values(['reflect', 'trace'], 'depth', '9999')).not.toContain('9999');
  expect(values(['reflect', 'trace'], 'depth', 'compelte')).toEqual(['complete']);
  expect(values(['line'], 'text', '.p/reflect.lens')?.[0]).toContain('reflect.lens');
  expect(values(['gone', 'away'], 'x', 'y')).toEqual([]);
});

test('every completion is one that Discord takes', () => {
  for (const { path, params } of CARDS)
    for (const { name } of params)
      for (const typed of ['', 'a', '1', 'x'.repeat(6000)])
        expect(
          issuesOf(
            ApplicationCommandAutocompleteCallbackRequestSchema,
            completion(path.split('.'), name, typed),
          ),
        ).toEqual([]);
});
