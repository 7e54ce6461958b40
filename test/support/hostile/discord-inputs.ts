/** One thing that somebody does on Discord, as data: where and on what it is done is chosen when it is done. */
import fc from 'fast-check';
import { type Forge, forgedId } from './forged-ids.ts';
import { hostileLine } from './lines.ts';
import { hostileValue, hostileWords } from './text.ts';
import { TROUBLE } from './troubled-model.ts';

export type DiscordInput = { readonly by: number; readonly at: number } & (
  | { readonly way: 'line'; readonly text: string }
  | { readonly way: 'options'; readonly command: number; readonly value: string; readonly prompt: string }
  | { readonly way: 'message' | 'mention' | 'reply' | 'direct' | 'thread' | 'menu'; readonly text: string }
  | { readonly way: 'completion'; readonly command: number; readonly text: string }
  | { readonly way: 'forged button'; readonly id: Forge }
  | { readonly way: 'forged choice'; readonly id: Forge; readonly value: Forge }
  | { readonly way: 'honest button' }
);

const where = { by: fc.nat(10_000), at: fc.nat(10_000) };
const line = hostileLine(TROUBLE);
const text = fc.oneof(line, hostileWords).map((words) => words.slice(0, 4000) || 'a');
const command = fc.nat(10_000);
const said = (way: 'message' | 'mention' | 'reply' | 'direct' | 'thread' | 'menu') =>
  fc.record({ ...where, way: fc.constant(way), text });

export const discordInput: fc.Arbitrary<DiscordInput> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ ...where, way: fc.constant('line' as const), text: line }) },
  {
    weight: 14,
    arbitrary: fc.record({
      ...where,
      way: fc.constant('options' as const),
      command,
      value: hostileValue,
      prompt: hostileWords,
    }),
  },
  { weight: 10, arbitrary: said('message') },
  { weight: 6, arbitrary: said('mention') },
  { weight: 4, arbitrary: said('reply') },
  { weight: 4, arbitrary: said('direct') },
  { weight: 8, arbitrary: said('thread') },
  { weight: 4, arbitrary: said('menu') },
  {
    weight: 12,
    arbitrary: fc.record({ ...where, way: fc.constant('completion' as const), command, text: hostileWords }),
  },
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
      value: forgedId,
    }),
  },
  { weight: 4, arbitrary: fc.record({ ...where, way: fc.constant('honest button' as const) }) },
);
