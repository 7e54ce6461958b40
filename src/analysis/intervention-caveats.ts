import type { InterventionControl, InterventionFinding } from './intervention-finding.ts';

/** What to beware of in the numbers of an edit, the gravest first. */
export function interventionCaveats({
  components,
  controls,
  baseline,
  parts,
}: Pick<InterventionFinding, 'components' | 'controls' | 'baseline' | 'parts'>): string[] {
  const silent = components.filter(({ gain }) => gain === 0);
  if (parts.every(({ moved }) => moved === 0 || moved === null))
    return ['The edit changed no number of the run: what was put in the place is what stood there.'];
  const sunk = silent.find(({ name, from, to }) => name.startsWith('M') && from === 0 && to > 0);
  const cutFirst =
    sunk === undefined || (sunk.kind === 'ablated' && baseline?.source === 'counterfactual')
      ? []
      : [
          `${sunk.name} was silenced at the first token too, whose activations hold attention in place in many models: ${sunk.name}@1..${sunk.to} leaves it alone.`,
        ];
  return [...controls.flatMap(weakness), ...baselineCaveats(baseline, silent), ...cutFirst];
}

/** An edit that does no more than drawn ones says nothing about what was edited. */
function weakness({ of, drawn, kl, p95, atLeast, n }: InterventionControl): string[] {
  if (kl > p95) return [];
  if (of === 'words')
    return [
      `${drawn} do about as much (${Math.round(100 * atLeast)} % of them at least KL ${kl.toPrecision(2)} nats): the divergence is what any exchange of this word does.`,
    ];
  return [
    `Weak: KL ${kl.toPrecision(2)} nats lies within what ${drawn} do (${Math.round(100 * atLeast)} % of ${n} do at least as much): nothing here is special to this edit.`,
  ];
}

function baselineCaveats(
  baseline: InterventionFinding['baseline'],
  silent: InterventionFinding['components'],
): string[] {
  if (baseline?.source === 'zero' || silent.some(({ kind }) => kind === 'scaled'))
    return [
      'Set to zero, which no component ever puts out by itself: part of the effect is the strangeness of zero.',
    ];
  if (baseline?.source === 'mean')
    return [`Ablated to the ${baseline.words}, which is weaker than one clean counterfactual.`];
  return [];
}
