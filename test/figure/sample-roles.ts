import type { Finding } from '../../src/analysis/findings.ts';
import { type HeadRole, ROLES, type Role } from '../../src/analysis/roles-finding.ts';
import { rolesFinding } from '../../src/analysis/roles-report.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. Roles of a model's heads whose numbers come from a seeded generator: no model was run. */
export function sampleRoles(shape: SampleShape): Reply<Finding> {
  const random = randomFrom((shape.seed ?? 1) + 5);
  const { layers, heads, silent = false } = shape;
  const all = Array.from({ length: layers * heads }, (_, i) =>
    headOf(`L${Math.floor(i / heads)}H${i % heads}`, random, silent),
  );
  const finding = rolesFinding({
    heads: all,
    floor: 0.2,
    null99: byRole(() => 0.02 + 0.1 * random()),
    probe: { sequences: 6, half: 24, pool: 96, seed: 0, repeat: -0.3, fresh: -8.4, effectTokens: 69 },
  });
  return {
    ...sampleReply(shape),
    command: '.p/reflect.glyphs',
    prompt: { text: '', tokens: [] },
    findings: [finding],
    caveats: finding.caveats,
  };
}

function headOf(head: string, random: () => number, silent: boolean): HeadRole {
  const scores = byRole(() => random() ** 2);
  const role = silent || random() < 0.3 ? 'none' : (ROLES[Math.floor(random() * ROLES.length)] ?? 'none');
  const effect = (random() - 0.3) * 10 ** (2 - 6 * random());
  const score = role === 'none' ? 0.1 : 0.2 + 0.8 * random();
  return {
    head,
    role,
    score,
    null99: 0.05,
    effect,
    also: [],
    scores: role === 'none' ? scores : { ...scores, [role]: score },
    predicted: random(),
    firstWrite: random(),
  };
}

const byRole = (of: () => number): Record<Role, number> => ({
  previous: of(),
  duplicate: of(),
  induction: of(),
  copying: of(),
  suppression: of(),
  sink: of(),
});
