import type { FindingBase } from './findings.ts';
import type { HeadEffect, HeadFinding } from './head-finding.ts';

/** Parts that miss the head's own score by more than this are not to be believed. */
const LOOSE = 1e-3;

/** What was measured of one head, with how, against what, and what to beware of. */
export function headFinding(measured: Omit<HeadFinding, keyof FindingBase<'head'>>): HeadFinding {
  const { effect, why } = measured;
  return {
    kind: 'head',
    method:
      'QK: attention score split by query part × key part, norm frozen (Elhage 2021; Kamath 2025), look value-weighted (Kobayashi 2020); OV: the head’s output through the unembedding; effect: exact ablation',
    unit: 'logits: of the softmax over keys in `why`, of next words elsewhere; looks are shares',
    control: controlOf(measured),
    caveats: [
      'Where a head looks is not why the answer came out; what it writes and its effect say what the look did.',
      ...effectCaveats(measured.head, effect),
      ...(why !== null && why.error > LOOSE
        ? [
            `The query and key parts miss the head’s own scores by ${why.error.toExponential(0)} of them: do not read them.`,
          ]
        : []),
    ],
    ...measured,
  };
}

function controlOf({ effect, copying, why }: Omit<HeadFinding, keyof FindingBase<'head'>>): string {
  const parts =
    why === null ? '' : `; QK parts sum to the head’s scores within ${why.error.toExponential(0)}`;
  return `effect: ${effect.control.length} other heads ablated the same way; copying: tokens’ names shuffled (99th percentile ${copying.anywhere.null99.toFixed(2)})${parts}`;
}

/** Said where the effect is no larger than that of other heads, or not against a counterfactual. */
function effectCaveats(head: string, effect: HeadEffect): string[] {
  const caveats: string[] = [];
  const stronger = outdone(effect);
  if (effect.control.length > 0 && stronger >= effect.control.length / 4)
    caveats.push(
      `${stronger} of ${effect.control.length} other heads move the answer as much as ${head} or more: it does nothing special here.`,
    );
  if (effect.score === null)
    caveats.push(
      `Nothing in this prompt could be exchanged for a counterfactual: ${head} was silenced (${effect.ablation}), which also takes away what it always writes.`,
    );
  return caveats;
}

/** Other heads whose effect, ablated everywhere, is at least as large either way. */
const outdone = ({ everywhere, control }: HeadEffect): number =>
  control.filter((other) => Math.abs(other.everywhere) >= Math.abs(everywhere)).length;
