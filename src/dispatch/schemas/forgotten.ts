import { z } from 'zod';
import { finding } from './pieces.ts';

const there = z
  .strictObject({
    sessions: z.int().min(0),
    turns: z.int().min(0).describe('remembered answers'),
    events: z.int().min(0).describe('messages, commands and pressed buttons'),
    people: z.int().min(0).describe('who takes or took part'),
    limits: z.int().min(0),
    guards: z.int().min(1).optional().describe('guards against collapse'),
    anchors: z.int().min(1).optional(),
  })
  .describe('what was remembered when it was asked');

export const forgotten = finding('forgotten', {
  what: z.enum(['channel', 'thread', 'me']),
  there,
  deleted: z.int().min(0).nullable().describe('keys of the store; null: nothing was deleted'),
  left: z.int().min(0).nullable().describe('keys that a second reading found'),
});

export const exported = finding('exported', {
  what: z.enum(['channel', 'me']),
  there,
  file: z.string(),
  bytes: z.int().min(0),
});
