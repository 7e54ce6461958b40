import { z } from 'zod';
import { finding } from './pieces.ts';

const time = z.int().describe('milliseconds since 1970');
const over = z
  .enum(['session', 'channel'])
  .describe('of this thread, or of the channel with all its threads');
const value = z.number().nullable().describe('in `unit`; null: asked for, and there was none');
const what = z.string().describe('what the number is');

export const log = finding('log', {
  over,
  metric: z.strictObject({ name: z.string(), what }).nullable().describe('null: none was named, see metrics'),
  points: z
    .array(
      z.strictObject({
        at: time,
        value,
        turn: z.string().describe('id of the answer'),
        command: z.string(),
        text: z.string().describe('what was asked about, cut where long'),
        model: z.string().optional(),
        by: z.string().optional(),
        person: z.string().optional().describe('id of who asked'),
        thread: z.string().optional(),
      }),
    )
    .describe('the last answers that have it, oldest first'),
  median: z.number().nullable().describe('of the values of the points'),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      unit: z.string(),
      what,
      latest: z.strictObject({ value, at: time }),
    }),
  ),
});

export const logFile = finding('log-file', {
  over,
  format: z.enum(['jsonl', 'csv', 'parquet']),
  metric: z.string().nullable().describe('null: all of them'),
  rows: z.int().min(0).describe('one number of one answer each'),
  metrics: z.int().min(0),
  file: z.string(),
  bytes: z.int().min(0),
});
