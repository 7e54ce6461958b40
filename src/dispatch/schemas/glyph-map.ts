import { z } from 'zod';
import { ROLES } from '../../analysis/roles-finding.ts';
import { finding, LOGITS, metric, n } from './pieces.ts';

const role = z.enum(ROLES);

export const glyphMap = finding('glyph-map', {
  metric,
  ablation: z.string().describe('what ablated heads put out instead'),
  floor: n('a head did it with a score above this and above the role’s null99'),
  roles: z.array(
    z.strictObject({
      role,
      places: n('tokens at which it could be done, mean over heads'),
      null99: n('99th percentile at other keys or words of the same places, 0 to 1').nullable(),
    }),
  ),
  heads: z
    .array(
      z.strictObject({
        head: z.string().describe('L5H1: layer and head'),
        role: z.union([role, z.literal('none')]).describe('on random tokens'),
        score: n('of that role in this prompt, 0 to 1').nullable().describe('null: no place for it'),
        did: z.boolean().nullable().describe('above its null here; null: no role, or no place for it'),
        attribution: n(`path-averaged, over all positions, ${LOGITS}`).nullable(),
        effect: n(`of ablating it at every position, exactly, ${LOGITS}`)
          .nullable()
          .describe('null: not measured'),
      }),
    )
    .describe('all of them, layer by layer'),
  others: z
    .strictObject({ n: z.int(), median: n(LOGITS), p95: n(LOGITS) })
    .nullable()
    .describe('sizes of exact effects of heads without a role'),
});
