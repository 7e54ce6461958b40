import { z } from 'zod';
import { finding } from './pieces.ts';

export const models = finding('models', {
  chosen: z.string().nullable().describe('by this thread; null: it asks the usual one'),
  usual: z.string().nullable().describe('asked where nothing was chosen; null: found by itself'),
  changed: z.boolean().describe('it was chosen just now'),
  choices: z.array(
    z.strictObject({ name: z.string(), present: z.boolean().describe('on this machine'), about: z.string() }),
  ),
});
