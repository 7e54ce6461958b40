import type { Token } from '../kernel/ids.ts';
import { type Distribution, divergence, entropyOf, logitOf, probOf } from './edited-distribution.ts';
import type { Metric } from './findings.ts';
import { interventionCaveats } from './intervention-caveats.ts';
import { editInWords } from './intervention-edit.ts';
import type { InterventionControl, InterventionFinding, MovedWord, Side } from './intervention-finding.ts';
import type { PartChanges } from './intervention-parts.ts';
import { quantile } from './quantile.ts';

/** What was done, and what two runs said. */
export interface Intervened
  extends Pick<
    InterventionFinding,
    'components' | 'baseline' | 'replaced' | 'exchanged' | 'text' | 'tokens' | 'controls'
  > {
  readonly before: OneSide;
  readonly after: OneSide;
  readonly words: readonly MovedWord[];
  readonly changed: PartChanges;
  /** Sentences about how the edit was made. */
  readonly notes: readonly string[];
}

interface OneSide {
  readonly distribution: Distribution;
  readonly answer: Token;
  readonly metric: Metric;
}

/** Before and after an edit of the words or the components of one prompt, as one finding. */
export function intervention(given: Intervened): InterventionFinding {
  const { components, replaced, changed, before, after, words, notes, controls, tokens, ...rest } = given;
  const kl = divergence(before.distribution, after.distribution);
  const facts = { components, controls, parts: changed.parts, baseline: rest.baseline };
  return {
    kind: 'intervention',
    method:
      'the same prompt run again under the edit; KL(before ‖ after) of the next token; direct logit attribution at the answering position (Elhage 2021) in both runs',
    unit: 'probability; logits, entropy and KL in nats',
    control: controls.map(inWords).join('; ') || 'none',
    caveats: [...interventionCaveats(facts), ...notes],
    edits: [
      ...replaced.map(({ from, to }) => (to === '' ? `${from} taken out` : `${from} → ${to}`)),
      ...components.map((edit) => editInWords(edit, tokens.length)),
    ],
    components,
    replaced,
    ...rest,
    tokens,
    before: sideOf(before),
    after: sideOf(after),
    kl,
    words,
    ...changed,
    controls,
  };
}

function sideOf({ distribution, answer, metric }: OneSide): Side {
  const { id, text } = answer;
  const said = { id, text, prob: probOf(distribution, id), logit: logitOf(distribution, id) };
  return { answer: said, entropy: entropyOf(distribution), metric };
}

/** The divergences of drawn edits, and where the edit itself lies among them. */
export function interventionControl(
  of: InterventionControl['of'],
  drawn: string,
  kl: number,
  kls: readonly number[],
): InterventionControl {
  return {
    of,
    drawn,
    kl,
    n: kls.length,
    median: quantile(kls, 0.5),
    p95: quantile(kls, 0.95),
    atLeast: kls.filter((other) => other >= kl).length / kls.length,
  };
}

const inWords = ({ drawn, kl, median, p95 }: InterventionControl): string =>
  `${drawn}: median KL ${median.toPrecision(2)}, 95th percentile ${p95.toPrecision(2)}, this edit ${kl.toPrecision(2)} nats`;
