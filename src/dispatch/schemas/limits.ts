import { z } from 'zod';
import { finding } from './pieces.ts';

const scope = z.enum(['channel', 'role', 'person']);
const value = z
  .union([z.int().min(0), z.boolean()])
  .nullable()
  .describe('null: no limit');

const held = z.strictObject({
  allowed: z.boolean().optional().describe('false: may not ask; true: may, where the channel is closed'),
  runsPerMinute: z.int().min(0).optional().describe('turns within any 60 seconds'),
  promptLength: z.int().min(0).optional().describe('Unicode characters'),
  samples: z.int().min(0).optional().describe('continuations that one command may draw'),
  quiet: z.boolean().optional().describe('only what is addressed to the bot is answered'),
});

export const limits = finding('limits', {
  holders: z.array(
    z.strictObject({
      of: scope,
      id: z.string(),
      asking: z.boolean().describe('the person who asks'),
      limits: held.describe('as they are now; what is absent is not limited'),
    }),
  ),
  changed: z
    .array(z.strictObject({ name: held.keyof(), before: value, after: value }))
    .describe('in the first holder'),
});
