/** One thing that somebody does in Slack, as data. */
import fc from 'fast-check';
import { type Forge, forgedId } from './forged-ids.ts';
import { hostileLine } from './lines.ts';
import { hostileName, hostileValue, hostileWords } from './text.ts';
import { TROUBLE } from './troubled-model.ts';

export type SlackInput = { readonly by: number; readonly at: number; readonly name: string } & (
  | { readonly way: 'slash'; readonly text: string }
  | { readonly way: 'message' | 'mention' | 'direct' | 'thread' | 'wire' | 'shortcut'; readonly text: string }
  | { readonly way: 'forged button'; readonly id: Forge }
  | { readonly way: 'forged choice'; readonly id: Forge; readonly value: string }
  | { readonly way: 'honest button' }
  | { readonly way: 'form asked'; readonly path: string; readonly value: string }
  | { readonly way: 'form sent'; readonly command: number; readonly metadata: string; readonly value: string }
  | { readonly way: 'home' }
);

/** Where the forger wants to look; `{secret}` becomes the channel that nobody may hear of. */
const elsewhere = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('{secret}', 'C0LAB', 'C0NOWHERE', '') },
  { weight: 1, arbitrary: hostileValue },
);

const path = fc.oneof(
  fc.constantFrom('reflect.lens', 'reflect.trace', 'memory.export', 'help', '__proto__', ''),
  hostileValue,
);

const metadata = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record(
        { path, channel: elsewhere, threadTs: fc.constantFrom('1.1', '', '{secret}') },
        { requiredKeys: ['path', 'channel'] },
      )
      .map((place) => JSON.stringify(place)),
  },
  { weight: 2, arbitrary: hostileWords },
  {
    weight: 1,
    arbitrary: fc.constantFrom('null', '[]', '{"path":{}}', '{"__proto__":{"channel":"{secret}"}}'),
  },
);

const where = { by: fc.nat(10_000), at: fc.nat(10_000), name: hostileName };
const line = hostileLine(TROUBLE);
const text = fc.oneof(line, hostileWords).map((words) => words.slice(0, 4000) || 'a');
const said = (way: 'message' | 'mention' | 'direct' | 'thread' | 'wire' | 'shortcut') =>
  fc.record({ ...where, way: fc.constant(way), text });

export const slackInput: fc.Arbitrary<SlackInput> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ ...where, way: fc.constant('slash' as const), text }) },
  { weight: 12, arbitrary: said('message') },
  { weight: 4, arbitrary: said('wire') },
  { weight: 8, arbitrary: said('mention') },
  { weight: 4, arbitrary: said('direct') },
  { weight: 8, arbitrary: said('thread') },
  { weight: 4, arbitrary: said('shortcut') },
  {
    weight: 14,
    arbitrary: fc.record({ ...where, way: fc.constant('forged button' as const), id: forgedId }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      ...where,
      way: fc.constant('forged choice' as const),
      id: forgedId,
      value: hostileValue,
    }),
  },
  { weight: 4, arbitrary: fc.record({ ...where, way: fc.constant('honest button' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ ...where, way: fc.constant('form asked' as const), path, value: elsewhere }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...where,
      way: fc.constant('form sent' as const),
      command: fc.nat(10_000),
      metadata,
      value: hostileValue,
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...where, way: fc.constant('home' as const) }) },
);
