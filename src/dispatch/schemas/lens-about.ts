import { z } from 'zod';

/** How a linear lens was made; kept beside it. */
export const lensAbout = z.strictObject({
  samples: z.int().min(1).describe('texts that the model wrote'),
  tokens: z.int().min(1).describe('tokens of each, behind its start'),
  seed: z.int().describe('with which they were drawn'),
  ridge: z.number().describe('λ over the mean diagonal of the Gram matrix'),
  start: z.array(z.int().min(0)).min(1).describe('token ids each text begins with'),
});

export type LensAbout = z.infer<typeof lensAbout>;
