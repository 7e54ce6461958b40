import type { Branch, BranchDriver, BranchesFinding } from '../../src/analysis/branches-finding.ts';
import type { Finding } from '../../src/analysis/findings.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURES, as sample-reply.ts: forks of two to six branches over any source, their numbers drawn from a seed. */
export function sampleFork(shape: SampleShape): Reply<Finding> {
  const reply = sampleReply(shape);
  const random = shape.silent === true ? () => 0 : randomFrom((shape.seed ?? 1) + 7);
  const sources = (['all', 'tokens', 'memory', 'heads', 'mlps'] as const)[(shape.seed ?? 0) % 5] ?? 'all';
  const words = [shape.answer ?? ' Mary', ...(shape.rivals ?? [' John', ' the'])];
  const texts = Array.from({ length: 2 + ((shape.seed ?? 1) % 5) }, (_, i) => words[i % words.length] ?? '');
  let left = 1;
  const branches = texts.map((text, i): Branch => {
    const prob = left * (0.3 + 0.6 * random());
    left -= prob;
    return branchOf(shape, sources, { text, id: i, prob, random });
  });
  return {
    ...reply,
    command: '.p/fork.attribution',
    findings: [...reply.findings, fork(shape, sources, branches, left)],
  };
}

function fork(
  { tokens }: SampleShape,
  sources: BranchesFinding['sources'],
  branches: readonly Branch[],
  rest: number,
): BranchesFinding {
  return {
    kind: 'branches',
    method: 'fixture',
    unit: 'logits',
    control: 'fixture',
    caveats: [],
    position: tokens.length - 1,
    sources,
    branches,
    rest,
    ablation: 'what a fixture would put out instead',
    subject: [0],
    agreement: { r: 0.97, nodes: 54 },
  };
}

function branchOf(
  { tokens, layers, heads, rivals = [' and', ' so'] }: SampleShape,
  sources: BranchesFinding['sources'],
  { text, id, prob, random }: { text: string; id: number; prob: number; random: () => number },
): Branch {
  const effect = () => (random() - 0.4) * random() ** 3 * 12 + 0; // no −0: JSON has none
  const drivers = Array.from({ length: Math.floor(random() * 9) }, (): BranchDriver => {
    const position = Math.floor(random() * tokens.length);
    const head = `L${Math.floor(random() * layers)}H${Math.floor(random() * heads)}@${position}`;
    const mlp = `M${Math.floor(random() * layers)}@${position}`;
    const [one, other] =
      sources === 'tokens'
        ? [`T@${position}`, `T@${position}`]
        : sources === 'memory'
          ? [`M*@${position}`, `L*H*@${position}`]
          : [mlp, head];
    const node = random() < 0.5 ? one : other;
    const reads = { position: Math.floor(random() * (position + 1)), share: 0.7 };
    return node === head ? { node, effect: effect(), reads } : { node, effect: effect() };
  }).sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const together = effect();
  return {
    token: { id: tokenId(id), text },
    prob,
    logit: 10,
    continuation: { text: rivals.join(''), tokens: [], ended: 'length' },
    metric: 3,
    empty: 0,
    drivers,
    together:
      random() < 0.2
        ? null
        : {
            drivers: 6,
            units: 6,
            effect: together,
            share: random() < 0.3 ? null : 0.9,
            random: random() < 0.2 ? null : { n: 20, median: 0, p95: effect() },
          },
    ...(sources === 'memory'
      ? { memory: { recall: { score: 1, effect: effect() }, context: { score: 1, effect: effect() } } }
      : {}),
  };
}
