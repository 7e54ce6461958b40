import type { InterventionControl, InterventionFinding } from '../analysis/intervention-finding.ts';
import type { ControlScale } from './comparison-figure.ts';
import { nats } from './comparison-words.ts';

/** The divergence among those of drawn edits, one scale for each control. */
export function controlScales({ kl, controls }: InterventionFinding): ControlScale[] {
  if (controls.length === 0) {
    return [
      { label: 'KL', value: `${nats(kl)} nats`, note: 'no control could be drawn', at: 1, tone: 'plain' },
    ];
  }
  return controls.map((control) => scaleOf(control, controls.length > 1));
}

function scaleOf({ of, drawn, kl, median, p95 }: InterventionControl, several: boolean): ControlScale {
  const weak = kl <= p95 && of === 'components';
  const end = 1.06 * Math.max(kl, p95) || 1;
  const range = several
    ? `median ${short(median)}, p95 ${short(p95)}`
    : `median ${nats(median)}, 95th percentile ${nats(p95)}`;
  return {
    label: several ? (of === 'words' ? 'words: KL' : 'parts: KL') : 'KL',
    value: several ? short(kl) : `${nats(kl)} nats`,
    note: several ? range : `${weak ? 'no more than ' : ''}${drawn}: ${range}`,
    at: kl / end,
    random: { median: median / end, p95: p95 / end },
    tone: weak ? 'warn' : kl > p95 ? 'good' : 'plain',
  };
}

/** As nats, with one digit less from 10 on. */
const short = (size: number): string => (size >= 10 ? size.toFixed(1) : nats(size));
