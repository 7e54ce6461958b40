import type { Measure, TrajectoryFinding } from '../analysis/trajectory-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { TrajectoryPanel } from './trajectory-figure.ts';

/** What a measure is called, from which side it reaches its limit, and the ends of its scale where they are fixed. */
export const MEASURE_SIGNS: readonly {
  readonly measure: Measure;
  readonly title: string;
  readonly word: string;
  readonly side: '≥' | '≤';
  readonly scale: readonly [number, number] | 'from 0' | 'to 1';
  /** Texts that it needs. */
  readonly texts: number;
}[] = [
  {
    measure: 'repetition',
    title: 'repeated 4-grams',
    word: 'repetition',
    side: '≥',
    scale: [0, 1],
    texts: 1,
  },
  {
    measure: 'distinct',
    title: 'distinct 2-grams',
    word: 'few distinct 2-grams',
    side: '≤',
    scale: [0, 1],
    texts: 1,
  },
  { measure: 'entropy', title: 'entropy, nats', word: 'low entropy', side: '≤', scale: 'from 0', texts: 1 },
  {
    measure: 'cosine',
    title: 'state, cosine',
    word: 'a state that stands still',
    side: '≥',
    scale: 'to 1',
    texts: 2,
  },
  {
    measure: 'kl',
    title: 'next word, KL nats',
    word: 'the same next word',
    side: '≤',
    scale: 'from 0',
    texts: 2,
  },
  {
    measure: 'period',
    title: 'back and forth',
    word: 'swinging back and forth',
    side: '≥',
    scale: [0, 1],
    texts: 3,
  },
];

/** A number in the digits its measure needs. */
export const valueText = (measure: Measure, value: number): string =>
  value.toFixed(measure === 'cosine' ? 3 : 2).replace('-', '−');

export function panelsOf({ passes, guard, limits, falsePositives }: TrajectoryFinding): TrajectoryPanel[] {
  const lanes = [passes, ...(guard === null ? [] : [guard.passes])];
  return MEASURE_SIGNS.map(({ measure, title, side, scale, texts }) => {
    const lines = lanes.map((lane) => lane.map(({ measures }) => measures[measure]));
    const limit = limits[measure];
    const [low, high] = endsOf([...lines.flat().filter((value) => value !== null), limit], scale);
    const wrong = falsePositives?.rates[measure].natural;
    return {
      title,
      limitText: `${side} ${valueText(measure, limit)}${wrong === undefined || wrong === null ? '' : ` · false ${percent(wrong)}`}`,
      limit,
      low,
      high,
      lowText: valueText(measure, low),
      highText: valueText(measure, high),
      lines,
      note: lines.flat().some((value) => value !== null) ? '' : noteOf(texts, passes.length),
    };
  });
}

const noteOf = (texts: number, there: number): string =>
  there < texts ? `needs ${texts} texts` : 'texts too short';

function endsOf(
  values: readonly number[],
  scale: (typeof MEASURE_SIGNS)[number]['scale'],
): readonly [number, number] {
  if (scale === 'from 0') return [0, Math.max(...values) * 1.08];
  if (scale !== 'to 1') return scale;
  const low = Math.min(...values);
  return [Math.max(-1, low - 0.08 * (1 - low)), 1];
}
