import { z } from 'zod';
import { finding } from './pieces.ts';

const time = z.int().describe('milliseconds since 1970');
const when = z.strictObject({ by: z.string(), at: time }).nullable();
const counted = z.int().min(0);

export const session = finding('session', {
  thread: z.string().nullable().describe('null: the channel itself is the session'),
  state: z.enum(['open', 'closed', 'new']),
  opened: when,
  closed: when,
  people: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      joined: time,
      left: time.optional(),
      asked: counted.describe('of the turns read'),
    }),
  ),
  prompt: z.string().nullable().describe('what a command without a prompt asks about'),
  mode: z.enum(['session', 'qk', 'ov']),
  model: z.string().nullable().describe('chosen here; null: the usual one'),
  usual: z.string().nullable(),
  total: counted.describe('all turns that are remembered'),
  turns: z
    .array(
      z.strictObject({
        number: z.int().min(1),
        by: z.string().optional(),
        person: z.string().optional().describe('id of who asked'),
        at: time.optional(),
        typed: z.string().describe('the command; empty for plain words'),
        text: z.string(),
        model: z.string().optional(),
      }),
    )
    .describe('the newest, oldest first'),
});

export const shared = finding('shared', {
  file: z.string(),
  bytes: counted,
  turns: counted,
  ofTurns: counted,
  pictures: counted.describe('answers in the file with their picture'),
  ofPictures: counted.describe('answers in it that had one'),
  replies: counted.describe('answers in the file with their JSON'),
});
