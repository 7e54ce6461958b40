import { expect, test } from 'vitest';
import { describeParams, paramsJsonSchema, takes } from '../../src/lang/describe.ts';
import { autoOr, flag, oneOf } from '../../src/lang/params.ts';
import { DEFINITIONS } from './definitions.ts';

const paramsOf = (path: string) => DEFINITIONS.get(path)?.params ?? {};

test('a description holds all that an option list needs', () => {
  expect(describeParams(paramsOf('collapse.prevent'))).toEqual([
    {
      name: 'trigger',
      type: 'choice',
      doc: 'Watch.',
      choices: ['recursive_depth', 'repetition', 'entropy', 'oscillation'],
      optional: true,
      default: 'recursive_depth',
    },
    { name: 'threshold', type: 'number', doc: 'Trip.', min: 0, max: 100, optional: true, default: 5 },
  ]);
});

test('what a parameter takes, in help', () => {
  const all = [...DEFINITIONS.values()].flatMap(({ params }) => describeParams(params));
  expect(Object.fromEntries(all.map((description) => [description.name, takes(description)]))).toMatchObject({
    depth: 'complete|1..100',
    token: 'auto|"text"',
    against: 'auto|none|"text"',
    mode: 'session|qk|ov',
    visualize: 'true|false',
    between: '["text", …]',
    ablate: '[L5H1, M3@4]',
    scale: '{L5H1=0.5}',
    layers: 'from..to',
    sensitivity: '0..1',
  });
});

test('names and choices that a platform would refuse stop the start', () => {
  expect(() => describeParams({ ['x'.repeat(33)]: flag('Too long.') })).toThrow(RangeError);
  expect(() => describeParams({ Depth: flag('Upper case.') })).toThrow(RangeError);
  expect(() => oneOf(Array.from({ length: 26 }, String), 'Too many.')).toThrow(RangeError);
});

test('the schema of the arguments', () => {
  expect(paramsJsonSchema({ ...paramsOf('reflect.head'), token: autoOr('A token.', ['none']) })).toEqual({
    type: 'object',
    properties: {
      head: {
        type: 'array',
        items: { type: 'string', pattern: '^(L\\d{1,4}H\\d{1,4}|M\\d{1,4})$' },
        maxItems: 100,
        description: 'Which head.',
      },
      layers: {
        type: 'object',
        properties: {
          from: { type: 'integer', minimum: 0, maximum: 29 },
          to: { type: 'integer', minimum: 0, maximum: 29 },
        },
        required: ['from', 'to'],
        additionalProperties: false,
        description: 'Layers.',
      },
      token: { type: 'string', maxLength: 4000, description: 'A token.', default: 'auto' },
    },
    required: ['head', 'token'],
    additionalProperties: false,
  });
  expect(paramsJsonSchema(paramsOf('reflect.trace'))).toMatchObject({
    properties: { depth: { anyOf: [{ enum: ['complete'] }, { type: 'integer', minimum: 1, maximum: 100 }] } },
  });
});
