import { z } from 'zod';
import { ROLES } from '../../analysis/roles-finding.ts';
import { finding, n } from './pieces.ts';

const role = z.enum(ROLES);
const share = n('0 to 1');
const byRole = z.record(role, share);

export const roles = finding('roles', {
  heads: z
    .array(
      z.strictObject({
        head: z.string().describe('L5H1: layer and head'),
        role: z.union([role, z.literal('none')]).describe('the strongest relative to its null'),
        score: share.describe('of the role; without one, of the role it comes nearest to, 0 to 1'),
        null99: share.describe('99th percentile of that role’s null, 0 to 1'),
        effect: n('added to the mean log-probability of repeated tokens by this head, nats'),
        also: z.array(role).describe('other roles it holds'),
        scores: byRole,
        predicted: n('attention to tokens already predicted, 0 to 1'),
        firstWrite: n('size of what is written from the first key over that from the others'),
      }),
    )
    .describe('all of them, layer by layer'),
  floor: n('a role also needs a score above this'),
  null99: byRole.describe('99th percentile of each role’s null, over heads and samples'),
  probe: z.strictObject({
    sequences: z.int(),
    half: z.int().describe('tokens of a half'),
    pool: z.int().describe('tokens among which copying is counted'),
    seed: z.int(),
    repeat: n('mean log-probability of the repeated tokens, nats'),
    fresh: n('the same where nothing is repeated, nats'),
    effectTokens: z.int().describe('repeated tokens behind every effect'),
  }),
});
