import { z } from 'zod';
import { finding, n, positionOf, token } from './pieces.ts';

const prob = n('probability of the next token, 0 to 1');
const word = token.extend({ prob });
const reading = z.enum(['is', 'says']).describe('what the state is, or what the model will say from it');
const layer = z.int().min(0);

const layerReading = z.strictObject({
  top: z.array(word).describe('by probability'),
  target: prob.describe('of the word looked for, 0 to 1'),
  random: prob.describe('of the word looked for under random vectors of equal norm, mean, 0 to 1'),
  control: z.strictObject({
    random: prob.describe('of the first word of top under random vectors, mean, 0 to 1'),
    unpatched: prob.describe('of the first word of top without a patch, 0 to 1'),
  }),
  given: z
    .enum(['random', 'unpatched'])
    .nullable()
    .describe('a control whose first word is the same: the reading says nothing'),
});

export const self = finding('self', {
  position: positionOf('the token whose states are read'),
  token,
  answer: word.describe('what the model itself says after it'),
  identity: z.strictObject({
    text: z.string().describe('the identity prompt; the state takes the place of its last word'),
    fits: z.enum(['any text', 'closed world']),
  }),
  asked: z.union([layer, z.literal('auto')]),
  readings: z.array(
    z.strictObject({
      reading,
      target: token.describe('the word looked for: the token itself, or the answer'),
      unpatched: z.strictObject({ top: word, target: prob }).describe('the same prompt without a patch'),
      strongest: layer.nullable().describe('where the target exceeds both controls most; null: nowhere'),
      shown: layer.describe('whose words are held against others'),
      layers: z.array(layerReading).describe('by layer, of the state that enters it'),
    }),
  ),
  crosses: layer
    .nullable()
    .describe(
      'earliest layer from which the answer in “says” is likelier, by .05, than the token in “is”, for good',
    ),
  random: z.strictObject({ vectors: z.int().describe('at each layer'), seed: z.int() }),
  words: z.array(
    z.strictObject({
      beside: reading,
      source: z.enum(['token', 'answer', 'lens', 'trace']),
      where: z.string(),
      word: token,
      score: n('of a node of the last trace, logits').optional(),
      agrees: z.boolean().describe('it is the same word as the reading’s'),
    }),
  ),
  lens: z.strictObject({
    name: z.string(),
    layers: z
      .array(z.strictObject({ top: token, answer: prob.describe('of the answer in this lens, 0 to 1') }))
      .describe('by layer, of the state that enters it'),
    settles: layer.nullable().describe('from which the answer leads in the lens; null: only the last state'),
  }),
});
