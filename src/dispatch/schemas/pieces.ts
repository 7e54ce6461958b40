import { z } from 'zod';

/** What the schemas of several findings are made of. */
export const n = (describe: string) => z.number().describe(describe);
export const LOGITS = 'logits (natural-log scale)';
export const positionOf = (what: string) => z.int().min(0).describe(`${what}; positions count from 0`);
export const node = z
  .string()
  .describe('E@3 embedding, L5H1@7 head, M5@7 MLP, B biases, T@3 a token as it was read, logit');

export const token = z.strictObject({
  id: z.int().min(0),
  text: z.string().describe('what the token stands for; a leading space belongs to it'),
});
export const scored = token.extend({ logit: n(LOGITS), prob: n('probability, 0 to 1') });
export const pushed = z.strictObject({ token, logit: n(LOGITS) });

export const metric = z
  .strictObject({
    kind: z.enum(['logit', 'logitDiff']),
    tokens: z.array(token).min(1).max(2).describe('the answer, then its rival'),
    position: positionOf('whose next token is asked about'),
    value: n(LOGITS),
  })
  .describe('the number being explained');

export const finding = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.strictObject({
    kind: z.literal(kind),
    method: z.string().describe('how the numbers were had, with the source'),
    unit: z.string(),
    control: z.string().describe('what the numbers were checked against'),
    caveats: z.array(z.string()),
    ...shape,
  });
