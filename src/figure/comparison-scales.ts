import type { InterventionControl, InterventionFinding } from '../analysis/intervention-finding.ts';
import type { ControlScale } from './comparison-figure.ts';
import { nats } from './comparison-words.ts';

/** The divergence among those of drawn edits, one scale for each control. */
export function controlScales({ kl, controls, components, replaced }: InterventionFinding): ControlScale[] {
  if (controls.length === 0) {
    return [
      { label: 'KL', value: `${nats(kl)} nats`, note: 'no control could be drawn', at: 1, tone: 'plain' },
    ];
  }
  const mixed = components.length > 0 && replaced.length > 0;
  return controls.map((control) => scaleOf(control, mixed, controls.length > 1));
}

/** @param mixed  words and components were edited: the control is of one of the two */
function scaleOf(
  { of, drawn, kl, median, p95 }: InterventionControl,
  mixed: boolean,
  several: boolean,
): ControlScale {
  const weak = kl <= p95 && of === 'components';
  const end = 1.06 * Math.max(kl, p95) || 1;
  const range = `median ${short(median)}, p95 ${short(p95)}`;
  return {
    label: mixed ? (of === 'words' ? 'words: KL' : 'parts: KL') : 'KL',
    value: several ? short(kl) : `${nats(kl)} nats`,
    note: several ? range : `${weak ? 'no more than ' : ''}${drawn}: ${range}`,
    at: kl / end,
    random: { median: median / end, p95: p95 / end },
    tone: weak ? 'warn' : kl > p95 ? 'good' : 'plain',
  };
}

/** As nats, with one digit less from 10 on. */
const short = (size: number): string => (size >= 10 ? size.toFixed(1) : nats(size));
