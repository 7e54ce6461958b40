import type { Finding } from '../../src/analysis/findings.ts';
import type { LogFinding } from '../../src/analysis/log-finding.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const DAY = Date.UTC(2026, 10, 23, 23, 10);

/** Answers shown at most. */
const MOST = 1000;

/** FIXTURE. A log of as many answers as the shape has tokens, of as many models as it has heads, some without a value. */
export function sampleLog(shape: SampleShape): Reply<Finding> {
  const { tokens, heads, layers } = shape;
  const isShare = layers === 6;
  const points = tokens.slice(0, MOST).map((token, i) => ({
    at: DAY + i * 7 * 60_000,
    value: i % 11 === 7 ? null : isShare ? (1 + Math.sin(i / 2.3)) / 2 : 2.4 + Math.sin(i) * layers,
    turn: `e${i}.0`,
    command: 'reflect.trace',
    text: tokens
      .slice(i, i + 20)
      .join('')
      .slice(0, 120),
    ...(i % 5 === 4 ? {} : { model: i % 3 === 0 ? 'SmolLM2-135M-Instruct' : `m${i % heads} ${token}` }),
    by: token,
    person: `p${i % 3}`,
  }));
  const values = points.flatMap(({ value }) => value ?? []);
  const finding: LogFinding = {
    kind: 'log',
    ...{ method: 'numbers kept with each answer', control: 'none', caveats: [] },
    unit: isShare ? 'probability, 0 to 1' : 'nats',
    over: 'session',
    metric: isShare
      ? { name: 'next.prob', what: 'the probability of the next word' }
      : { name: 'next.entropy', what: 'the entropy of the next word' },
    points,
    median: values.length === 0 ? null : quantile(values, 0.5),
    metrics: [],
  };
  return { ...sampleReply(shape), command: '.p/log.show', findings: [finding] };
}
