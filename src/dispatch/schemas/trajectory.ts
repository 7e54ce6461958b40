import { z } from 'zod';
import { MEASURES } from '../../analysis/trajectory-finding.ts';
import { ACTIONS, TRIGGERS } from '../../kernel/guard.ts';
import { finding, n } from './pieces.ts';

const UNITS = {
  repetition: 'seq-rep-4: share of 4-grams that stood in the text before, 0 to 1',
  distinct: 'distinct-2: different 2-grams / 2-grams, 0 to 1',
  entropy: 'mean entropy of the next token over the text, nats',
  cosine: 'of the final state after this text and after the one before, −1 to 1',
  kl: 'KL(now ‖ before) of the next-token distributions after both texts, nats',
  period: 'how much of the way from the text before last to the last is taken back, 0 to 1',
} as const;

const perMeasure = <Value extends z.ZodType>(value: (unit: string) => Value) =>
  z.strictObject({
    repetition: value(UNITS.repetition),
    distinct: value(UNITS.distinct),
    entropy: value(UNITS.entropy),
    cosine: value(UNITS.cosine),
    kl: value(UNITS.kl),
    period: value(UNITS.period),
  });

const passNumber = z.int().min(1).describe('pass, counted from 1');
const tokenIndex = z.int().min(0).describe('token of the pass, counted from 0');

const pass = z.strictObject({
  text: z.string(),
  tokens: z.int().min(0).describe('tokens of the text'),
  measures: perMeasure((unit) => n(unit).nullable()).describe('null: too short, or nothing before it'),
  over: z.array(z.enum(MEASURES)).describe('measures at their limit'),
});
const passes = z.array(pass);

const trip = z.strictObject({
  pass: passNumber,
  measure: z.enum([...MEASURES, 'recursive_depth']),
  value: n('of the measure there; of recursive_depth feedings so far'),
  token: tokenIndex.optional(),
});

const rate = n('share of passages at which it trips, 0 to 1').nullable();

export const guardSetting = {
  trigger: z.enum(TRIGGERS),
  threshold: n('feedings for recursive_depth, seq-rep-4, nats for entropy, 0 to 1 for oscillation'),
  action: z.enum(ACTIONS),
};

export const trajectory = finding('trajectory', {
  source: z
    .enum(['fed', 'said', 'text'])
    .describe('fed its own answers, said in the session, lines of a text'),
  form: z.enum(['chat', 'continuation']).describe('each text a message in the template, or plain text'),
  asked: z.string().nullable().describe('what pass 1 answers'),
  passes,
  degree: n('of collapse at which a measure trips, 0 to 1'),
  limits: perMeasure(n).describe('value from which on each measure counts as collapse at that degree'),
  trips: z.array(trip).describe('the first of each measure'),
  tripped: trip.nullable().describe('the first of all; with a guard, where its trigger was met first'),
  ended: z.enum(['all', 'silence']).describe('as many passes as asked for, or an empty answer'),
  guard: z
    .strictObject({
      ...guardSetting,
      passes: z.array(pass.extend({ acted: z.boolean().describe('the guard acted on it') })),
      acted: z
        .strictObject({ pass: passNumber, token: tokenIndex.nullable(), action: z.enum(ACTIONS) })
        .nullable(),
      ended: z.enum(['all', 'silence', 'guard']),
      kept: z.boolean().describe('it stays on the channel'),
    })
    .nullable()
    .describe('the same run, same seeds, under the guard'),
  falsePositives: z
    .strictObject({
      texts: z.int(),
      rates: perMeasure((unit) => z.strictObject({ natural: rate, shuffled: rate }).describe(unit)),
    })
    .nullable(),
  sampling: z.strictObject({ temperature: n('0 is greedy'), seed: z.int(), maxTokens: z.int() }).nullable(),
});
