import type { LogFileFinding } from '../analysis/log-file-finding.ts';
import type { LogFinding } from '../analysis/log-finding.ts';
import { bytesInWords } from '../kernel/bytes.ts';
import { count } from '../kernel/numbers.ts';

/** A logged number of any unit: three digits that tell, more where it would be rounded to a whole one. */
export function measured(value: number): string {
  if (Number.isInteger(value)) return count(value).replace('-', '−');
  const size = Math.abs(value);
  return value < 0 ? `−${fraction(size)}` : fraction(size);
}

function fraction(size: number): string {
  if (size >= 1000) return count(size);
  if (size < 0.001) return size.toExponential(0);
  const texts = [3, 4, 5, 6].map((digits) => size.toPrecision(digits));
  const text = texts.find((each) => !Number.isInteger(Number(each))) ?? texts[0] ?? '';
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** What a timeline says, or which metrics there are. */
export function logWords({ metric, points, unit, median, metrics, over }: LogFinding): string {
  const place = over === 'session' ? 'this session' : 'this channel';
  if (metric === null) return listWords(metrics, place);
  const known = points.flatMap(({ value }) => value ?? []);
  const last = points.at(-1)?.value;
  const gaps = points.length - known.length;
  return [
    `${metric.name}, ${metric.what}, over the last ${numbered(points.length, 'answer')} of ${place}.`,
    ...(known.length === 0 || median === null
      ? ['None of them has a value.']
      : [
          `It went from ${measured(Math.min(...known))} to ${measured(Math.max(...known))}, median ${measured(median)}; the last is ${last === null || last === undefined ? 'without a value' : measured(last)} (${unit}).`,
        ]),
    ...(gaps > 0 && known.length > 0 ? [`${numbered(gaps, 'answer')} had none.`] : []),
  ].join('\n');
}

function listWords(metrics: LogFinding['metrics'], place: string): string {
  if (metrics.length === 0) return `Nothing has been measured in ${place} yet.`;
  const width = Math.max(...metrics.map(({ name }) => name.length));
  return [
    `The log of ${place} holds ${numbered(metrics.length, 'number')}; .p/log.show{metric=${metrics[0]?.name}} draws one over time:`,
    ...metrics.map(
      ({ name, what, unit, latest }) =>
        `${name.padEnd(width)}  ${what}, last ${latest.value === null ? 'without a value' : measured(latest.value)} (${unit})`,
    ),
  ].join('\n');
}

export function logFileWords({ rows, metrics, metric, over, file, bytes }: LogFileFinding): string {
  const place = over === 'session' ? 'this session' : 'this channel and its threads';
  const of = metric === null ? `${numbered(metrics, 'metric')}` : metric;
  return `The log of ${place}: ${numbered(rows, 'row')} of ${of}, a row for each number of each answer. It is in ${file}, ${bytesInWords(bytes)}.`;
}

const numbered = (n: number, name: string): string => `${count(n)} ${name}${n === 1 ? '' : 's'}`;
