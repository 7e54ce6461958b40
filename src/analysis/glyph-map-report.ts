import type { GlyphMapFinding } from './glyph-map-finding.ts';

type Measured = Omit<GlyphMapFinding, 'kind' | 'method' | 'unit' | 'control' | 'caveats'>;

/** The finding, with what it was measured against and what to beware of. */
export const glyphMapFinding = (measured: Measured): GlyphMapFinding => ({
  kind: 'glyph-map',
  method:
    'each head’s role on random tokens, asked again of this prompt: attention to what the role says (Olsson 2209.11895), ' +
    'the looked-at word raised or lowered most (Elhage 2021); effects by exact ablation',
  unit: 'scores are shares, 0 to 1; effects and attribution are logits of the metric',
  control:
    `did it: above the 99th percentile of all heads at other keys or words of the same places, and above ${measured.floor}; ` +
    (measured.others === null
      ? 'no head is without a role to compare effects with'
      : `${measured.others.n} heads without a role have effects of ${measured.others.median.toFixed(3)} (median) to ${measured.others.p95.toFixed(3)} (95 %)`),
  caveats: [
    'That a head did its role here and that the answer rests on it are two things: read both.',
    'Effects are of one head alone: where several do the same, each may show almost none.',
    ...idle(measured),
    ...coarse(measured),
    ...(measured.ablation === 'zero ablation'
      ? [
          'Nothing in this prompt can be exchanged: heads were silenced, which takes away more than they do here.',
        ]
      : []),
  ],
  ...measured,
});

/** Roles that the prompt gives no occasion for. */
function idle({ roles, heads }: Measured): string[] {
  const idle = roles.filter(({ role, places }) => places === 0 && heads.some((head) => head.role === role));
  return idle.length === 0
    ? []
    : [
        `Nothing here to do ${idle.map(({ role }) => role).join(' or ')} on: those heads are neither right nor wrong.`,
      ];
}

/** Roles with so few places that their null is hardly a mean. */
function coarse({ roles, heads }: Measured): string[] {
  const few = roles.filter(
    ({ role, places }) => places > 0 && places < 3 && heads.some((head) => head.role === role),
  );
  return few.length === 0
    ? []
    : [
        `One or two places only for ${few.map(({ role }) => role).join(' and ')}: the null is wide there, and who did it is hard to tell.`,
      ];
}
