import type { Finding, NextFinding } from '../../src/analysis/findings.ts';
import type { GlyphHere } from '../../src/analysis/glyph-map-finding.ts';
import { glyphMapFinding } from '../../src/analysis/glyph-map-report.ts';
import { ROLES } from '../../src/analysis/roles-finding.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. The map of a prompt whose numbers come from a seeded generator: no model was run. */
export function sampleGlyphMap(shape: SampleShape): Reply<Finding> {
  const random = randomFrom((shape.seed ?? 1) + 7);
  const { layers, heads, silent = false } = shape;
  const reply = sampleReply(shape);
  const next = reply.findings.find((each): each is NextFinding => each.kind === 'next');
  if (next === undefined) throw new Error('the sample has no next');
  const all = Array.from({ length: layers * heads }, (_, i): GlyphHere => {
    const role = silent || random() < 0.3 ? 'none' : (ROLES[Math.floor(random() * ROLES.length)] ?? 'none');
    const did = role === 'none' || random() < 0.2 ? null : random() < 0.5;
    return {
      head: `L${Math.floor(i / heads)}H${i % heads}`,
      role,
      score: did === null ? null : random(),
      did,
      attribution: random() - 0.3,
      effect: random() < 0.3 ? null : (random() - 0.3) * 10 ** (2 - 6 * random()),
    };
  });
  const [, rival] = next.top;
  const finding = glyphMapFinding({
    metric: {
      kind: rival === undefined ? 'logit' : 'logitDiff',
      tokens: rival === undefined ? [next.token] : [next.token, { id: rival.id, text: rival.text }],
      position: shape.tokens.length - 1,
      value: silent ? 0 : 3.2,
    },
    ablation: 'patched from the counterfactual “…”, same positions',
    floor: 0.2,
    roles: ROLES.map((role) => {
      const places = Math.floor(random() * 4);
      return { role, places, null99: places === 0 ? null : random() };
    }),
    heads: all,
    others: silent ? null : { n: 20, median: 0.01, p95: 0.4 },
  });
  return { ...reply, command: '.p/reflect.glyphs', findings: [finding], caveats: finding.caveats };
}
