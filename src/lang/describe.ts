import type { ParamDescription, ParamSpecs } from './param.ts';

/** Discord's rule for the name of an option; the strictest front end decides. */
const OPTION_NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u;

export interface NamedDescription extends ParamDescription {
  readonly name: string;
}

/**
 * The parameters of a command as plain data, in the order they were defined.
 *
 * @throws {RangeError} when a name cannot be an option on every front end: a mistake in a definition
 */
export function describeParams(params: ParamSpecs): NamedDescription[] {
  return Object.entries(params).map(([name, { description }]) => {
    if (!OPTION_NAME.test(name)) throw new RangeError(`${name} cannot be the name of an option`);
    return { name, ...description };
  });
}

/** What a parameter takes, for help: `complete|1..100`, `auto|none|"text"`. */
export function takes({ type, choices, words = [], min, max, of, positions }: ParamDescription): string {
  const form = (): readonly string[] => {
    if (type === 'choice') return choices ?? [];
    if (type === 'flag') return ['true', 'false'];
    if (type === 'text') return ['"text"'];
    if (type === 'heads') return [positions === true ? '[L5H1, M3@4]' : '[L5H1, M3]'];
    if (type === 'scales') return ['{L5H1=0.5}'];
    if (type === 'range') return ['from..to'];
    if (type === 'list') return [`[${of === undefined ? '' : takes(of)}, …]`];
    return [`${min}..${max}`];
  };
  return [...words, ...form()].join('|');
}

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** JSON Schema (2020-12) of the arguments of a command. */
export function paramsJsonSchema(params: ParamSpecs): JsonSchema {
  const entries = Object.entries(params);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { description }]) => [name, schemaOf(description)])),
    required: entries.filter(([, { presence }]) => presence !== 'optional').map(([name]) => name),
    additionalProperties: false,
  };
}

function schemaOf(description: ParamDescription): JsonSchema {
  const { doc, words, default: fallback, type } = description;
  const plain = shapeOf(description);
  // Text takes every word already.
  const shape = words === undefined || type === 'text' ? plain : { anyOf: [{ enum: words }, plain] };
  return { ...shape, description: doc, ...(fallback === undefined ? {} : { default: fallback }) };
}

const UNIT = '(L\\d{1,4}H\\d{1,4}|M\\d{1,4})';
const PLACES = '(@\\d{1,6}(\\.\\.\\d{1,6})?)?';

function shapeOf({
  type,
  choices,
  min,
  max,
  maxLength,
  of,
  minItems,
  maxItems,
  positions,
}: ParamDescription): JsonSchema {
  const bounds = { minimum: min, maximum: max };
  const pattern = `^${UNIT}${positions === true ? PLACES : ''}$`;
  switch (type) {
    case 'choice':
      return { enum: choices };
    case 'count':
      return { type: 'integer', ...bounds };
    case 'number':
      return { type: 'number', ...bounds };
    case 'flag':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string', maxLength };
    case 'heads':
      return { type: 'array', items: { type: 'string', pattern }, maxItems };
    case 'scales': {
      return {
        type: 'object',
        propertyNames: { pattern },
        additionalProperties: { type: 'number', ...bounds },
      };
    }
    case 'range': {
      const end = { type: 'integer', ...bounds };
      return {
        type: 'object',
        properties: { from: end, to: end },
        required: ['from', 'to'],
        additionalProperties: false,
      };
    }
    case 'list':
      return { type: 'array', items: of === undefined ? {} : schemaOf(of), minItems, maxItems };
  }
}
