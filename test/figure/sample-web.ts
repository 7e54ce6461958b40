import type { Finding } from '../../src/analysis/findings.ts';
import type { InfluenceFinding, InfluenceLink } from '../../src/analysis/influence-finding.ts';
import type { ScaffoldFinding } from '../../src/analysis/scaffold-finding.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

const MOST = 40;
const ROLES = ['person', 'sentence', 'anchor', 'model'] as const;

/** FIXTURE. A piece for each of the shape's tokens, the last one explained by all before it, one in three explained too. */
export function sampleWeb(shape: SampleShape): Reply<Finding> {
  const random = shape.silent === true ? () => 0 : randomFrom(shape.seed ?? 1);
  const texts = [...shape.tokens.slice(0, MOST), shape.answer ?? ' Paris'];
  const nodes = texts.map((text, i) => ({
    id: `n${i + 1}`,
    text: i % 4 === 3 ? shape.tokens.slice(i).join('') : text,
    role: i === texts.length - 1 ? ('model' as const) : (ROLES[(i * 7) % ROLES.length] ?? 'person'),
    ...(i > 2 && i % 5 === 0 && { after: `n${i}` }),
  }));
  const explained = nodes.flatMap((_, i) => (i > 0 && (i % 3 === 0 || i === nodes.length - 1) ? [i] : []));
  const all = explained.flatMap((to) =>
    nodes.slice(0, to).map(
      (_, from): InfluenceLink => ({
        from: `n${from + 1}`,
        to: `n${to + 1}`,
        effect: 16 * (random() - 0.5),
        error: from % 7 === 6 ? null : random(),
      }),
    ),
  );
  const isDrawn = ({ effect }: InfluenceLink) => Math.abs(effect) > 6;
  const finding: InfluenceFinding = {
    kind: 'influence',
    ...{ method: 'fixture', unit: 'nats of log-odds', control: 'fixture', caveats: [] },
    of: 'messages',
    nodes,
    links: all.filter(isDrawn),
    weak: all.filter((link) => !isDrawn(link)),
    pairs:
      nodes.length < 4
        ? []
        : [{ from: ['n1', 'n3'], to: `n${nodes.length}`, effect: 9 * (random() - 0.5), error: random() }],
    fits: explained.map((to, i) => ({
      to: `n${to + 1}`,
      ...{ sources: to, masks: 72, fitted: 48, tokens: 1, ofTokens: 3, own: random() > 0.3 },
      heldOut: { masks: 24, r: i % 4 === 3 ? null : 2 * random() - 1, additive: random() },
      ...{ value: random() * 9 - 4, alone: -random() * 9, prob: random(), probAlone: random() / 9 },
      doubts:
        random() > 0.4
          ? []
          : ['the fit is poor (r 0.42 on masks it did not see)', 'the model gives it only 31 %'],
    })),
    rule: { errors: 3, share: 0.4, least: 0.1, fit: 0.8 },
    masks: { runs: 73, keep: 0.6, seed: 0 },
    form: 'chat',
  };
  return { ...sampleReply(shape), command: '.p/thought.web', findings: [finding] };
}

/** FIXTURE. An anchor for each of the shape's tokens, measured where there are layers enough. */
export function sampleScaffold(shape: SampleShape): Reply<Finding> {
  const random = shape.silent === true ? () => 0 : randomFrom(shape.seed ?? 1);
  const measured = shape.layers > 4;
  const finding: ScaffoldFinding = {
    kind: 'scaffold',
    ...{ method: 'fixture: weight = persistence^turns', unit: 'nats', control: 'fixture', caveats: [] },
    anchors: shape.tokens.slice(0, 24).map((name, i) => ({
      name,
      text: shape.tokens.slice(i).join(''),
      persistence: random(),
      turns: i * i,
      weight: random() ** 2,
      ...(measured && {
        effect: 9 * (random() - 0.5),
        error: i % 5 === 4 ? null : random(),
        moved: random() > 0.5,
      }),
    })),
    faded: 0.1,
    changed: null,
    answer: measured
      ? {
          asked: '',
          text: shape.answer ?? 'Paris',
          r: random() > 0.2 ? random() : null,
          ...{ value: 3, alone: -4, prob: random(), probAlone: random() / 9 },
          doubts: random() > 0.5 ? [] : ['it is not what the model itself would say'],
        }
      : null,
  };
  return { ...sampleReply(shape), command: '.p/anchor.trace', findings: [finding] };
}
