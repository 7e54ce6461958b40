import type { Finding } from './findings.ts';
import type { LogMetric } from './log-metric.ts';
import { LOG_TABLE } from './log-table.ts';

/** The numbers that an answer leaves in the log, by metric. */
export function numbersOf(findings: readonly Finding[]): ReadonlyMap<string, number | null> {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return new Map([...kinds].flatMap((kind) => [...LOG_TABLE[kind].numbers(findings)]));
}

const METRICS = new Map(Object.values(LOG_TABLE).flatMap(({ metrics }) => metrics.map((m) => [m.name, m])));

/** What a metric is; of one that another version of dotp kept only its name is known. */
export const metricNamed = (name: string): LogMetric =>
  METRICS.get(name) ?? { name, unit: 'unit not known to this version', what: name };
