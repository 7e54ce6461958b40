import type { Finding } from '../analysis/findings.ts';
import type { UncertaintyFinding } from '../analysis/uncertainty-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { clusterBars, wordBars } from './samples-bars.ts';
import { entropyGauge, nats } from './samples-side.ts';
import { inQuotes } from './samples-words.ts';
import type { MeasureRow, UncertaintyFigure } from './uncertainty-figure.ts';
import { measureValue, uncertaintyWords } from './uncertainty-words.ts';

type Measure = UncertaintyFinding['measures'][number];

const BARS = 5;

/**
 * The uncertainty card of a reply.
 *
 * @throws {RangeError} when the reply holds no finding `uncertainty`
 */
export function uncertaintyFigure(reply: Reply<Finding>): UncertaintyFigure {
  const finding = findingOf(reply, 'uncertainty');
  const layers = reply.model?.layers ?? 1;
  const worth = finding.measures.find((measure) => measure.worth !== null)?.worth ?? null;
  return {
    kind: 'uncertainty',
    title: `How sure is the model of ${quoted(finding.next.token.text, 20)}?`,
    subtitle: cut(
      `${reply.model === null ? '' : `${reply.model.name} · `}${inQuotes(reply.prompt.text, 80)}`,
      120,
    ),
    badge: { text: percent(finding.next.prob), tone: 'plain' },
    footer: [
      ...(worth === null
        ? [{ label: 'what these measures are worth was not measured on this model', value: '' }]
        : [
            { label: 'AUROC on', value: `${worth.known.n} known, ${worth.unknown.n} unknown questions` },
            { label: 'none of them knows what is true', value: '' },
          ]),
      { label: 'settle depth:', value: `${finding.lens} lens` },
    ],
    alt: alt(uncertaintyWords(reply)),
    measures: finding.measures.map((measure) => rowOf(measure, finding, layers)),
    words: wordBars(finding.next, BARS - 1),
    answers: clusterBars(finding.clusters, BARS, undefined),
    gauge: entropyGauge(finding),
  };
}

/** Unsure is to the right: a margin is turned round. */
function rowOf(measure: Measure, finding: UncertaintyFinding, layers: number): MeasureRow {
  const { worth } = measure;
  const scale = scaleOf(measure, finding, layers);
  const place = (value: number): number => {
    const share = Math.min(1, Math.max(0, value / scale));
    return measure.measure === 'margin' ? 1 - share : share;
  };
  return {
    name: measure.measure,
    value: measureValue(measure),
    end: endOf(measure, scale),
    at: place(measure.value ?? layers),
    ...(worth === null
      ? {}
      : {
          known: place(worth.known.median),
          unknown: place(worth.unknown.median),
          worth: {
            text: `${nats(worth.auroc)} [${nats(worth.low)}, ${nats(worth.high)}]`,
            value: worth.auroc,
            low: worth.low,
            high: worth.high,
          },
        }),
  };
}

/** Ends of scales that have none of their own, wherever no medians are marked: nats, logits. */
const ENDS = { nats: 5, logits: 10 } as const;

/** What the end of a row's scale stands for: all there can be, or the largest of what is marked on it. */
function scaleOf(
  { measure, value, unit, worth }: Measure,
  { texts }: UncertaintyFinding,
  layers: number,
): number {
  if (unit === 'layer') return layers;
  if (unit === 'share') return 1;
  if (measure === 'cluster entropy') return Math.log(texts.length) || 1;
  const marked = worth === null ? ENDS[unit] : 1.15 * Math.max(worth.known.median, worth.unknown.median);
  return Math.max(marked, value ?? 0) || 1;
}

/** The unsure end in the unit of the row; a margin's is 0. */
const endOf = ({ measure, unit }: Measure, scale: number): string =>
  measure === 'margin' ? '0' : unit === 'layer' ? `L${scale}` : unit === 'share' ? '100 %' : nats(scale);
