import { z } from 'zod';
import { finding, LOGITS, n, node, positionOf, token } from './pieces.ts';

const pattern = z.enum(['🝚', '∴', '⇌']).describe('🝚 salience misfire, ∴ residue, ⇌ collision or oscillation');
const NATS = 'nats';
const share = (of: string) => n(`${of}, 0 to 1`);
const chance = z
  .strictObject({ n: z.int(), less: z.int() })
  .describe('random ablations of the same size, and how many of them did less');

const hit = <Form extends string>(glyph: '🝚' | '∴' | '⇌', form: Form) => ({
  pattern: z.literal(glyph),
  form: z.literal(form),
  at: z.strictObject({ position: positionOf('where it is'), layer: z.int() }),
  strength: n('in the unit named'),
  unit: z.string(),
  control: z.string().describe('what it was held against'),
  confirmed: z.boolean(),
  falsePositiveRate: share('of shuffled prompts with such a hit, confirmed where this one is').nullable(),
});

const misfire = z.strictObject({
  ...hit('🝚', 'misfire'),
  effect: n(`KL of the next word when it is hidden, ${NATS}`),
  salience: share('mean share of the look'),
  others: z
    .array(z.strictObject({ position: positionOf('a word looked at as much'), effect: n(NATS) }))
    .describe('words looked at about as much'),
});

const rejected = z.strictObject({
  ...hit('∴', 'residue'),
  word: token,
  probs: z.array(share('lens probability')).describe('after each layer'),
  peak: share('largest lens probability'),
  prior: share('the lens’s mean probability of the word there'),
  final: share('probability at the end'),
  suppressors: z.array(z.strictObject({ node, score: n(`direct, on the word, ${LOGITS}`) })),
  restored: share('final probability with them ablated').nullable(),
  random: chance,
});

const writing = z.strictObject({
  node,
  score: n(`direct, on answer − rival, ${LOGITS}`),
  margin: n(`answer − rival without it, ${LOGITS}`),
});

const clash = z.strictObject({
  ...hit('⇌', 'collision'),
  supports: writing,
  opposes: writing,
  flips: z.boolean().describe('the answer falls behind its rival without the supporting head'),
  doubles: z.boolean().describe('the margin doubles without the opposing head'),
  random: chance,
});

const oscillation = z.strictObject({
  ...hit('⇌', 'oscillation'),
  words: z.tuple([token, token]).describe('the lens word that comes back, and the one between'),
  layers: z.tuple([z.int(), z.int(), z.int()]).describe('after which each of the three leads'),
});

const said = token.extend({ prob: share('probability') });

/** Without its kind, as the table of a model is kept. */
export const residue = finding('residue', {
  patterns: z.array(pattern),
  sensitivity: share('0.7 is the calibrated one'),
  thresholds: z.strictObject({
    overPrior: n(`∴, over the lens’s prior, ${NATS}`),
    middle: share('∴, lens probability in two layers'),
    gone: share('∴, final probability over peak'),
    back: share('∴ confirmed, probability that comes back'),
    share: share('🝚, of calibration words looked at as much, and worth as little'),
    looked: n('🝚, z-score'),
    worth: n('🝚, z-score'),
    others: n('🝚 confirmed below this share of every other effect'),
    strength: n('⇌, smaller write over margin'),
    write: n(`⇌, smaller write, ${LOGITS}`),
  }),
  answer: said,
  rival: said,
  margin: n(`answer − rival, ${LOGITS}`),
  hits: z.array(z.union([misfire, rejected, clash, oscillation])),
  look: z.strictObject({
    layers: z.array(
      z.strictObject({
        heads: z.int().describe('with more than .3 of their mass off the sinks'),
        salience: z.array(share('of the look')).describe('by source; sums to 1, or empty'),
        work: z.array(share('of the work')).describe('by source; sums to 1, or empty'),
      }),
    ),
    sinks: z.array(positionOf('taken out')),
    sources: z
      .array(
        z
          .strictObject({
            salience: share('mean over layers'),
            effect: n(`KL of the next word when it is hidden from the answer, ${NATS}`),
            lookedZ: n('salience against words of its class and distance, standard deviations'),
            worthZ: n('effect against words of its class and distance, standard deviations'),
          })
          .nullable(),
      )
      .describe('by position; null for sinks'),
    pair: z
      .strictObject({ looked: positionOf('most looked at'), worth: positionOf('most worth') })
      .nullable(),
  }),
  writes: z
    .strictObject({ raise: z.array(n(LOGITS)), lower: z.array(n(LOGITS)) })
    .describe('by layer: direct writes of heads for the answer, and against it (positive)'),
  calibration: z.strictObject({
    source: z.enum(['natural prompts', 'samples of the model itself']),
    natural: z.int(),
    shuffled: z.int(),
  }),
  rates: z
    .array(
      z.strictObject({
        pattern,
        any: share('of shuffled prompts with such a hit'),
        confirmed: share('of shuffled prompts with a confirmed one'),
      }),
    )
    .describe('at this sensitivity; none where not measured'),
});

const prior = z.strictObject({
  mean: z.number(),
  classes: z.record(z.string(), z.number()),
  distances: z.array(z.number()),
  deviation: z.number(),
  quantiles: z.array(z.number()),
});

const rate = z.strictObject({ any: z.number(), confirmed: z.number() });
const rates = z.strictObject({ natural: rate, shuffled: rate });

/** What is kept of a model: see residue-table.ts in src/analysis. */
export const residueTable = z.strictObject({
  calibration: residue.shape.calibration,
  lens: z.strictObject({
    floor: z.number(),
    layers: z.array(z.array(z.tuple([z.number(), z.number()]))),
  }),
  looked: prior,
  worth: prior,
  back: z.number(),
  others: z.number(),
  write: z.number(),
  rates: z.array(
    z.strictObject({
      sensitivity: z.number(),
      patterns: z.strictObject({ '🝚': rates, '∴': rates, '⇌': rates }),
    }),
  ),
});
