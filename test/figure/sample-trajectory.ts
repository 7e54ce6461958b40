import type { Finding } from '../../src/analysis/findings.ts';
import {
  MEASURES,
  type Measure,
  type TrajectoryFinding,
  type TrajectoryPass,
} from '../../src/analysis/trajectory-finding.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const LIMITS = { repetition: 0.7, distinct: 0.3, entropy: 0.357, cosine: 0.99, kl: 0.089, period: 0.7 };

/** FIXTURE. A trajectory of as many passes as the shape has tokens, 24 at most, whose texts are those tokens. */
export function sampleTrajectory(shape: SampleShape, guarded: boolean): Reply<Finding> {
  const { tokens } = shape;
  const random = shape.silent === true ? () => 0 : randomFrom(shape.seed ?? 1);
  const length = Math.min(24, tokens.length);
  const byMeasure = <Value>(of: (measure: Measure) => Value) =>
    Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)])) as Record<Measure, Value>;
  const passOf = (i: number): TrajectoryPass => ({
    text: tokens.slice(i).join(''),
    tokens: tokens.length - i,
    measures: byMeasure((measure) =>
      i < { cosine: 1, kl: 1, period: 2 }[measure as 'cosine'] || random() < 0.1
        ? null
        : random() * (measure === 'kl' ? 12 : 1),
    ),
    over: MEASURES.filter(() => random() < 0.3),
  });
  const passes = Array.from({ length }, (_, i) => passOf(i));
  const at = Math.ceil(length / 2);
  const stops = (shape.seed ?? 0) % 2 === 0;
  const finding: TrajectoryFinding = {
    kind: 'trajectory',
    ...{ method: 'fixture', unit: 'shares', control: 'fixture', caveats: [] },
    source: guarded ? 'fed' : 'text',
    form: 'chat',
    asked: guarded ? tokens.join('') : null,
    passes,
    degree: 0.7,
    limits: LIMITS,
    trips: [{ pass: at, measure: 'repetition', value: 0.8 }],
    tripped: { pass: at, measure: 'repetition', value: 0.8, token: 3 },
    ended: stops ? 'silence' : 'all',
    guard: guarded
      ? {
          ...({
            trigger: 'repetition',
            threshold: 0.2,
            action: stops ? 'stop' : 'widen',
            kept: true,
          } as const),
          passes: passes.slice(0, stops ? at : length).map((pass, i) => ({ ...pass, acted: i >= at - 1 })),
          acted: { pass: at, token: 3, action: stops ? 'stop' : 'widen' },
          ended: stops ? 'guard' : 'all',
        }
      : null,
    falsePositives: stops
      ? { texts: 200, rates: byMeasure(() => ({ natural: 0.145, shuffled: null })) }
      : null,
    sampling: guarded ? { temperature: 0.7, seed: 1, maxTokens: 24 } : null,
  };
  return { ...sampleReply(shape), command: '.p/collapse.prevent', findings: [finding] };
}
