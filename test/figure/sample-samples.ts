import { clusterAnswers } from '../../src/analysis/answer-clusters.ts';
import type { ConflictFinding } from '../../src/analysis/conflict-finding.ts';
import { bootstrapEntropy, discreteEntropy } from '../../src/analysis/discrete-entropy.ts';
import type { Finding } from '../../src/analysis/findings.ts';
import type { AnswerSide, MeasureName, MeasureWorth } from '../../src/analysis/samples-finding.ts';
import type { UncertaintyFinding } from '../../src/analysis/uncertainty-finding.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const base = { method: 'fixture', control: 'fixture', caveats: [] } as const;
const NAMES: readonly MeasureName[] = [
  'next-token entropy',
  'margin',
  'settle depth',
  'cluster entropy',
  'disagreement',
];

/** FIXTURES, as sample-reply.ts: answers with and without evidence, sometimes against each other. */
export function sampleSamples(shape: SampleShape): Reply<Finding> {
  const reply = sampleReply(shape);
  const seed = shape.seed ?? 1;
  const random = shape.silent === true ? () => 0 : randomFrom(seed + 11);
  const without = sideOf(shape, random, null);
  const withIt = seed % 3 === 2 ? null : sideOf(shape, random, { from: 0, to: shape.tokens.length - 1 });
  const { texts, clusters, entropy } = without;
  return {
    ...reply,
    command: '.p/hallucination.simulate',
    findings: [
      {
        kind: 'samples',
        ...base,
        unit: 'nats',
        texts,
        clusters,
        entropy,
        form: seed % 2 === 0 ? 'chat' : 'plain',
        temperature: 1,
        seed,
        longest: 12,
        without,
        with: withIt,
        worth: seed % 2 === 0 ? [] : worthOf(random),
      },
      ...(withIt === null || seed % 3 === 0 ? [] : [conflictOf(shape, random)]),
    ],
  };
}

/** FIXTURES, likewise: the uncertainty card, its worth measured or not. */
export function sampleUncertainty(shape: SampleShape): Reply<Finding> {
  const random = shape.silent === true ? () => 0 : randomFrom((shape.seed ?? 1) + 12);
  const { texts, clusters, entropy, interval, next, answer, lens } = sideOf(shape, random, null);
  const worth = (shape.seed ?? 1) % 2 === 0 ? [] : worthOf(random);
  const values = [next.entropy, next.margin, next.settle, entropy, 1 - (clusters[0]?.p ?? 0)];
  const units = ['nats', 'logits', 'layer', 'nats', 'share'] as const;
  const finding: UncertaintyFinding = {
    kind: 'uncertainty',
    ...base,
    unit: 'as said',
    texts,
    clusters,
    entropy,
    interval,
    next,
    answer,
    lens,
    temperature: 1,
    seed: 1,
    measures: NAMES.map((measure, i) => ({
      measure,
      value: values[i] ?? null,
      unit: units[i] ?? 'nats',
      worth: worth.find((each) => each.measure === measure) ?? null,
    })),
  };
  return { ...sampleReply(shape), command: '.p/reflect.uncertainty', findings: [finding] };
}

const worthOf = (random: () => number): MeasureWorth[] =>
  NAMES.map((measure, i) => ({
    measure,
    auroc: 0.7 + 0.3 * random(),
    low: 0.6,
    high: 1,
    known: { n: 70, median: 2 * random() },
    unknown: { n: 70, median: 3 * random() },
    adds: i === 0 ? null : { value: 0.01, low: -0.01, high: 0.03 },
  }));

function sideOf(
  { tokens, layers, answer = ' Mary', rivals = [' John', ' the'] }: SampleShape,
  random: () => number,
  evidence: AnswerSide['evidence'],
): AnswerSide {
  const words = [answer, ...rivals, ...tokens.slice(0, 12)];
  const texts = Array.from({ length: 8 }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => words[Math.floor(random() ** 3 * words.length)],
    ).join(''),
  );
  const clusters = clusterAnswers(texts);
  const sizes = clusters.map(({ members }) => members.length);
  const settle = () => (random() < 0.2 ? null : Math.floor(random() * layers));
  const written = Array.from({ length: Math.floor(random() * 16) }, (_, i) => ({
    ...token(words[i % words.length] ?? '', i),
    prob: random(),
    entropy: 6 * random(),
    settle: settle(),
  }));
  return {
    prompt: { text: tokens.join(''), tokens: tokens.map(token) },
    evidence,
    texts,
    clusters,
    entropy: discreteEntropy(sizes),
    interval: bootstrapEntropy(sizes, 1),
    next: {
      token: token(answer, 1),
      prob: 0.4,
      entropy: 4 * random(),
      margin: 6 * random(),
      settle: settle(),
      top: [answer, ...rivals]
        .slice(0, 5)
        .map((text, i) => ({ ...token(text, i), prob: 0.4 / (i + 1) ** 2 })),
    },
    answer: { text: written.map(({ text }) => text).join(''), ended: 'stop', tokens: written, logProb: -3 },
    lens: 'linear',
    lookback:
      written.length === 0
        ? null
        : { heads: [[0.4]], mean: random(), evidence: evidence === null ? null : random() },
    effect: evidence === null || written.length === 0 ? null : { hidden: -9, value: 12 * (random() - 0.3) },
  };
}

function conflictOf(
  { tokens, layers, heads, answer = ' Mary', rivals = [' John'] }: SampleShape,
  random: () => number,
): ConflictFinding {
  const rival = (text: string, id: number) => ({ ...token(text, id), prob: random(), without: random() });
  const components = Array.from({ length: Math.floor(32 * random()) }, () => {
    const layer = Math.floor(random() * layers);
    const id = random() < 0.4 ? `M${layer}` : `L${layer}H${Math.floor(random() * heads)}`;
    return { id, score: random(), effect: 8 * (random() - 0.5) ** 3 + 0 };
  }).sort((a, b) => b.effect - a.effect);
  const together = (sign: number) =>
    random() < 0.2
      ? null
      : {
          components: ['M0', 'L0H0'],
          effect: sign * 6 * random() + 0,
          random: { n: 10, low: -2 * random() - 0.1, high: 3 * random() + 0.1 },
        };
  return {
    kind: 'conflict',
    ...base,
    unit: 'logits',
    context: rival(answer, 1),
    memory: rival(rivals[0] ?? '', 2),
    metric: { kind: 'logitDiff', tokens: [token(answer, 1)], position: tokens.length - 1, value: 3 },
    tokens: tokens.map(token),
    baseline: { source: 'auto', text: '', edits: [], metric: 0, versions: 1 },
    components,
    ofComponents: layers * (heads + 1),
    contextTogether: together(1),
    memoryTogether: together(-1),
    agreement: { r: 0.9, nodes: components.length },
  };
}

const token = (text: string, id: number): Token => ({ id: tokenId(id), text });
