import fc from 'fast-check';
import { attentionFigure } from '../../src/figure/attention.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import { comparisonFigure } from '../../src/figure/comparison.ts';
import { factsFigure } from '../../src/figure/facts.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { forkFigure } from '../../src/figure/fork.ts';
import { glyphMapFigure } from '../../src/figure/glyph-map.ts';
import { headFigure } from '../../src/figure/head.ts';
import { lensFigure } from '../../src/figure/lens.ts';
import { recursionFigure } from '../../src/figure/recursion.ts';
import { residueFigure } from '../../src/figure/residue.ts';
import { rolesFigure } from '../../src/figure/roles.ts';
import { samplesFigure } from '../../src/figure/samples.ts';
import { scaffoldFigure } from '../../src/figure/scaffold.ts';
import { selfFigure } from '../../src/figure/self.ts';
import { sessionFigure } from '../../src/figure/session.ts';
import { timelineFigure } from '../../src/figure/timeline.ts';
import { trajectoryFigure } from '../../src/figure/trajectory.ts';
import { uncertaintyFigure } from '../../src/figure/uncertainty.ts';
import { webFigure } from '../../src/figure/web.ts';
import { writesFigure } from '../../src/figure/writes.ts';
import type { GraphShape } from './sample-attribution.ts';
import { sampleFork } from './sample-fork.ts';
import { sampleGlyphMap } from './sample-glyph-map.ts';
import { sampleHead } from './sample-head.ts';
import { sampleIntervention } from './sample-intervention.ts';
import { sampleLog } from './sample-log.ts';
import { PROMPTS } from './sample-prompts.ts';
import { sampleRecursion } from './sample-recursion.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';
import { sampleResidue } from './sample-residue.ts';
import { sampleRoles } from './sample-roles.ts';
import { sampleSamples, sampleUncertainty } from './sample-samples.ts';
import { sampleSelf } from './sample-self.ts';
import { sampleSession } from './sample-session.ts';
import { sampleTrajectory } from './sample-trajectory.ts';
import { sampleScaffold, sampleWeb } from './sample-web.ts';

/** Every picture of one shape, by name. */
export function figuresOf(shape: SampleShape) {
  const reply = sampleReply(shape);
  return {
    attribution: attributionFigure(reply),
    attention: attentionFigure(reply),
    writes: writesFigure(reply),
    'lens-last': lensFigure(reply),
    'lens-all': lensFigure(sampleReply({ ...shape, lensEverywhere: true })),
    'lens-linear': lensFigure(sampleReply({ ...shape, linear: true })),
    'lens-linear-all': lensFigure(sampleReply({ ...shape, linear: true, lensEverywhere: true })),
    comparison: comparisonFigure(sampleIntervention(shape)),
    head: headFigure(sampleHead(shape)),
    residue: residueFigure(sampleResidue(shape)),
    roles: rolesFigure(sampleRoles(shape)),
    'glyph-map': glyphMapFigure(sampleGlyphMap(shape)),
    self: selfFigure(sampleSelf(shape)),
    fork: forkFigure(sampleFork(shape)),
    facts: factsFigure(reply),
    session: sessionOf(shape),
    timeline: timelineOf(shape),
    samples: samplesFigure(sampleSamples(shape)),
    uncertainty: uncertaintyFigure(sampleUncertainty(shape)),
    trajectory: there(trajectoryFigure(sampleTrajectory(shape, true))),
    'trajectory-text': there(trajectoryFigure(sampleTrajectory(shape, false))),
    recursion: there(recursionFigure(sampleRecursion(shape))),
    web: webFigure(sampleWeb(shape)),
    scaffold: there(scaffoldFigure(sampleScaffold(shape))),
  } satisfies Record<string, Figure>;
}

function there(figure: Figure | undefined): Figure {
  if (figure === undefined) throw new Error('nothing to draw');
  return figure;
}

function sessionOf(shape: SampleShape): Figure {
  const figure = sessionFigure(sampleSession(shape));
  if (figure === undefined) throw new Error('a session without a turn has no picture');
  return figure;
}

function timelineOf(shape: SampleShape): Figure {
  const figure = timelineFigure(sampleLog(shape));
  if (figure === undefined) throw new Error('a log without an answer has no picture');
  return figure;
}

const text = fc.oneof(
  fc.constantFrom(...Object.values(PROMPTS).flat()),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

/** Models from 1 × 1 to 32 × 32, prompts from one token to 128, in any script. */
export const anyShape: fc.Arbitrary<SampleShape> = fc.record({
  tokens: fc.array(text, { minLength: 1, maxLength: 128, size: 'max' }),
  layers: fc.integer({ min: 1, max: 32 }),
  heads: fc.constantFrom(1, 4, 9, 32),
  answer: text,
  rivals: fc.array(text, { minLength: 1, maxLength: 4 }),
  seed: fc.nat(),
  against: fc.boolean(),
  silent: fc.constantFrom(false, false, false, true),
  nodes: fc.constantFrom(1, 7, 40, 40, 200),
  sufficiency: fc.constantFrom(null, -2.5, 0.31, 0.7, 0.92, 0.92, 1, 3.14),
  source: fc.constantFrom<GraphShape['source'][]>('auto', 'auto', 'given', 'corrupted mean'),
});
