import type { Finding } from '../../src/analysis/findings.ts';
import type { ResidueFinding, ResidueHit } from '../../src/analysis/residue-finding.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. A scanned prompt whose numbers come from a seeded generator: no model was run. */
export function sampleResidue(shape: SampleShape): Reply<Finding> {
  const reply = sampleReply(shape);
  const finding = residueOf(shape, reply.prompt.tokens);
  return { ...reply, command: '.p/residue.scan', findings: [finding], caveats: finding.caveats };
}

function residueOf(shape: SampleShape, tokens: readonly Token[]): ResidueFinding {
  const { layers, silent = false } = shape;
  const random = silent ? () => 0 : randomFrom((shape.seed ?? 1) + 7);
  const word = (text: string, i: number): Token => ({ id: tokenId(900 + i), text });
  const answer = word(shape.answer ?? ' Mary', 0);
  const rival = word(shape.rivals?.[0] ?? ' the', 1);
  const share = (): number[] => {
    const weights = tokens.map((_, i) => (i === 0 ? 0 : random() ** 4));
    const total = weights.reduce((sum, x) => sum + x, 0);
    return weights.map((x) => (total > 0 ? x / total : 0));
  };
  const sources = tokens.map((_, i) =>
    i === 0
      ? null
      : { salience: random() ** 3, effect: random() ** 9, lookedZ: random() * 3, worthZ: -3 * random() },
  );
  const readable = sources.flatMap((source, i) => (source === null ? [] : [i]));
  const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const pair = readable.length === 0 ? null : { looked: any(readable) ?? 1, worth: any(readable) ?? 1 };
  return {
    kind: 'residue',
    method: 'fixture',
    unit: 'shares and nats',
    control: 'fixture',
    caveats: [],
    patterns: ['🝚', '∴', '⇌'],
    sensitivity: 0.7,
    thresholds: {
      overPrior: 3,
      middle: 0.1,
      gone: 0.05,
      back: 0.01,
      share: 0.2,
      looked: 1,
      worth: -1,
      others: 0.25,
      strength: 1,
      write: 0.3,
    },
    answer: { ...answer, prob: 0.6 },
    rival: { ...rival, prob: 0.2 },
    margin: 1.1,
    hits: silent ? [] : hitsOf(shape, tokens.length, readable, random, [answer, rival]),
    look: {
      layers: Array.from({ length: layers }, () =>
        random() < 0.1
          ? { heads: 0, salience: [], work: [] }
          : { heads: 3, salience: share(), work: share() },
      ),
      sinks: [0],
      sources,
      pair,
    },
    writes: {
      raise: Array.from({ length: layers }, () => 4 * random() ** 3),
      lower: Array.from({ length: layers }, () => 3 * random() ** 3),
    },
    calibration: { source: 'natural prompts', natural: 200, shuffled: 200 },
    rates: (['🝚', '∴', '⇌'] as const).map((pattern) => ({ pattern, any: 0.21, confirmed: 0.04 })),
  };
}

function hitsOf(
  { layers }: SampleShape,
  count: number,
  readable: readonly number[],
  random: () => number,
  [answer, rival]: readonly [Token, Token],
): ResidueHit[] {
  const layer = () => Math.floor(random() * layers);
  const base = { control: 'fixture', falsePositiveRate: 0.04 };
  const last = count - 1;
  const heads = { score: 2.4, margin: -0.3 };
  const random24 = { n: 24, less: 24 };
  return [
    ...readable.slice(-5).map((position, i) => ({
      pattern: '🝚' as const,
      form: 'misfire' as const,
      ...base,
      at: { position, layer: layer() },
      strength: 3,
      unit: 'standard deviations',
      confirmed: i % 2 === 0,
      effect: 0.0004,
      salience: 0.2,
      others: [{ position: 0, effect: 0.1 }],
    })),
    ...[answer, rival, answer].map((word, i) => ({
      pattern: '∴' as const,
      form: 'residue' as const,
      ...base,
      at: { position: last, layer: layer() },
      strength: 4,
      unit: 'nats',
      confirmed: i === 0,
      word,
      probs: Array.from({ length: layers }, () => random()),
      peak: 0.4,
      prior: 0.001,
      final: 0.002,
      suppressors: [{ node: `M0@${last}`, score: -2 }],
      restored: 0.2,
      random: random24,
    })),
    {
      pattern: '⇌',
      form: 'collision',
      ...base,
      at: { position: last, layer: layer() },
      strength: 2,
      unit: 'margins',
      confirmed: true,
      supports: { node: `L${layer()}H0@${last}`, ...heads },
      opposes: { node: `L${layer()}H1@${last}`, ...heads },
      flips: true,
      doubles: false,
      random: random24,
    },
    {
      pattern: '⇌',
      form: 'oscillation',
      ...base,
      at: { position: last, layer: layers - 1 },
      strength: 3,
      unit: 'nats',
      confirmed: false,
      words: [answer, rival],
      layers: [0, 0, layers - 1],
    },
  ];
}
