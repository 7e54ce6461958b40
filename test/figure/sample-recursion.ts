import type { Finding } from '../../src/analysis/findings.ts';
import { synchronise } from '../../src/analysis/recursion.ts';
import type { RecursionFinding } from '../../src/analysis/recursion-finding.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. Passes whose words are the shape's tokens: one to twelve of them, with its seed. */
export function sampleRecursion(shape: SampleShape): Reply<Finding> {
  const { tokens, layers, seed = 3 } = shape;
  const random = shape.silent === true ? () => 0 : randomFrom(seed);
  const texts = Array.from({ length: 1 + (seed % 12) }, (_, i) =>
    tokens
      .slice(i % 3)
      .concat(tokens)
      .slice(0, tokens.length),
  );
  const passes = texts.map((words) => ({
    text: words.join(''),
    tokens: words.map((text, id) => ({
      id,
      text,
      own: true,
      layer: random() < 0.1 ? null : Math.floor(random() * layers),
    })),
  }));
  const finding: RecursionFinding = {
    kind: 'recursion',
    ...{ method: 'fixture', unit: 'layers', control: 'fixture', caveats: [] },
    form: 'chat',
    lens: 'linear',
    layers,
    ended: 'all',
    sampling: { temperature: 0, seed: 0, maxTokens: 24 },
    ...synchronise(passes, seed % 2 === 0 ? 'auto' : layers - 1, layers),
  };
  return { ...sampleReply(shape), command: '.p/recursion.sync', findings: [finding] };
}
