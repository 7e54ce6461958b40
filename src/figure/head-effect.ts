import type { HeadFinding } from '../analysis/head-finding.ts';
import { signed } from '../kernel/numbers.ts';
import type { EffectAxis } from './head-figure.ts';
import { metricWords } from './head-words.ts';

/** The head's effect among those of other heads, on one line of logits that holds 0. */
export function effectAxis(finding: HeadFinding): EffectAxis {
  const { effect, head } = finding;
  const others = effect.control.map(({ everywhere }) => everywhere);
  const values = [0, effect.everywhere, ...others].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = (value: number): number =>
    high > low && Number.isFinite(value) ? (value - low) / (high - low) : 0.5;
  return {
    caption: `adds ${signed(effect.everywhere)} logits to ${metricWords(finding)}`,
    zero: place(0),
    own: place(effect.everywhere),
    others: others.map(place),
    supports: effect.everywhere >= 0,
    name: head,
    low: signed(low),
    high: signed(high),
  };
}
