import { type Interval, medianInterval } from './statistics.ts';

/** A table; cells are text already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `0.986 [0.982, 0.990]`; a dash where there was nothing to measure. */
export const shown = (interval: Interval | undefined): string =>
  interval === undefined
    ? '–'
    : `${number(interval.value)} [${number(interval.low)}, ${number(interval.high)}]`;

/** `93 % [90, 96]` */
export const percent = (interval: Interval | undefined): string =>
  interval === undefined
    ? '–'
    : `${whole(interval.value)} % [${whole(interval.low)}, ${whole(interval.high)}]`;

/** Median of what could be measured, with its interval. */
export const median = (values: readonly (number | null | undefined)[]): string =>
  shown(medianInterval(values.flatMap((value) => value ?? [])));

export const number = (value: number): string => (Math.abs(value) < 0.0005 ? '0' : value.toFixed(3));

/** Text of a model between marks that show its spaces, safe in a table. */
export const quoted = (text: string): string =>
  `\`${text.replaceAll('\n', '⏎').replaceAll('|', '¦').replaceAll('`', 'ˋ')}\``;

const whole = (share: number): string => Math.round(100 * share).toString();
