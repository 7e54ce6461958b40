import type { ConflictFinding } from '../analysis/conflict-finding.ts';
import type { AnswerSide, AnswerToken } from '../analysis/samples-finding.ts';
import { percent } from '../kernel/numbers.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import { clusterBars } from './samples-bars.ts';
import type { EntropyGauge, SamplesSide, StripToken } from './samples-figure.ts';

export interface SideScale {
  readonly layers: number;
  /** Entropy at which a token's cell is darkest, nats. */
  readonly entropy: number;
  readonly bars: number;
  readonly tokens: number;
}

export function samplesSide(
  side: AnswerSide,
  { heading, quote }: Pick<SamplesSide, 'heading' | 'quote'>,
  scale: SideScale,
  conflict: ConflictFinding | undefined,
): SamplesSide {
  const { tokens } = side.answer;
  const more = tokens.length - scale.tokens;
  return {
    heading,
    quote,
    bars: clusterBars(side.clusters, scale.bars, conflict),
    gauge: entropyGauge(side),
    strip: tokens.slice(0, scale.tokens).map((token) => stripToken(token, scale)),
    more: more > 0 ? `+${more}` : '',
  };
}

/** Discrete entropy on the scale from none to what as many different answers would have. */
export function entropyGauge({
  entropy,
  interval: { low, high },
  texts,
}: Pick<AnswerSide, 'entropy' | 'interval' | 'texts'>): EntropyGauge {
  const most = Math.log(texts.length) || 1;
  return {
    text: `${nats(entropy)} nats [${nats(low)}, ${nats(high)}]`,
    value: entropy / most,
    low: low / most,
    high: high / most,
  };
}

export const nats = (value: number): string => value.toFixed(2);

const stripToken = (
  { text, prob, entropy, settle }: AnswerToken,
  { layers, entropy: most }: SideScale,
): StripToken => ({
  label: tokenLabel(text),
  prob: { text: percent(prob).replace(' %', ''), share: prob },
  entropy: { text: nats(entropy), share: Math.min(1, entropy / most) },
  settle: { text: settleName(settle), share: settle === null ? 1 : settle / layers },
});

/** `L24`; `end` where only the last state has it. */
export const settleName = (layer: number | null): string => (layer === null ? 'end' : `L${layer}`);
