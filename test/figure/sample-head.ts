import type { Finding } from '../../src/analysis/findings.ts';
import type { HeadFinding, HeadWhy } from '../../src/analysis/head-finding.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. A reply about the leading head of a sample, its numbers from a seeded generator: no model was run. */
export function sampleHead(shape: SampleShape): Reply<Finding> {
  const reply = sampleReply(shape);
  return { ...reply, command: '.p/reflect.head', findings: [...reply.findings, headOf(reply, shape)] };
}

function headOf(reply: Reply<Finding>, shape: SampleShape): HeadFinding {
  const random = shape.silent === true ? () => 0 : randomFrom((shape.seed ?? 1) + 1);
  const around = () => (random() - 0.5) * 8 * random() ** 2 + 0;
  const [written] = findingOf(reply, 'writes').heads;
  const [seen] = findingOf(reply, 'attention').heads;
  const { metric } = findingOf(reply, 'direct');
  if (written === undefined || seen === undefined) throw new Error('a sample without heads');
  const share = () => ({ share: random(), lowers: random() ** 2, null99: random() / 4, tokens: 96 });
  return {
    kind: 'head',
    method: 'fixture',
    unit: 'logits',
    control: 'fixture',
    caveats: [],
    head: written.head,
    chosen: random() < 0.5 ? 'auto' : 'given',
    position: metric.position,
    metric,
    look: {
      pattern: seen.pattern,
      weighted: seen.weighted,
      sinks: findingOf(reply, 'attention').sinks,
    },
    why: shape.tokens.length < 2 ? null : whyOf(shape, around),
    writes: {
      up: written.up,
      down: written.down,
      direct: written.score,
      from: written.from,
      would: shape.tokens.slice(0, 3).map((_, position) => ({ position, up: written.up })),
    },
    copying: { anywhere: share(), here: share() },
    effect: {
      ablation: 'patched from the counterfactual “…”, same positions',
      here: around(),
      everywhere: around() * 3,
      score: around(),
      scoreEverywhere: random() < 0.2 ? null : around(),
      control: Array.from({ length: Math.min(20, shape.layers * shape.heads - 1) }, (_, i) => ({
        head: `L0H${i}`,
        here: around() / 4,
        everywhere: around() / 3,
      })),
    },
    role: random() < 0.3 ? null : { role: 'suppression', score: 0.8, null99: 0.1, also: [] },
  };
}

function whyOf({ tokens, layers, heads }: SampleShape, around: () => number): HeadWhy {
  const names = ['E', 'bias', `M${layers - 1}`, `L${layers - 1}H${heads - 1}`, 'B'];
  const scores = Array.from({ length: 6 }, () => Array.from({ length: 6 }, around));
  const pairs = names.flatMap((query) => names.map((key) => ({ query, key, score: around() })));
  const sum = scores.flat().reduce((total, score) => total + score, 0);
  const parts = names.map((part) => ({ part, score: around() }));
  return {
    key: Math.floor(tokens.length / 2),
    reference: tokens.map((_, i) => i),
    score: sum + 1,
    mean: 1,
    pairs,
    ofPairs: 90_601,
    rest: sum - pairs.reduce((total, { score }) => total + score, 0),
    table: { queries: names, keys: names, scores },
    byQuery: parts,
    byKey: parts,
    error: 1e-7,
  };
}
