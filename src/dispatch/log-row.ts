import type { LogPoint } from '../analysis/log-finding.ts';
import { metricNamed } from '../analysis/log-numbers.ts';

/** One number of one answer, as it stands in an exported file; every row has every column. */
export interface LogRow {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly metric: string;
  readonly value: number | null;
  readonly unit: string;
  readonly command: string;
  readonly text: string;
  readonly model: string | null;
  readonly by: string | null;
  readonly person: string | null;
  readonly thread: string | null;
  /** Id of the answer. */
  readonly turn: string;
}

export const COLUMNS = [
  'time',
  'metric',
  'value',
  'unit',
  'command',
  'text',
  'model',
  'by',
  'person',
  'thread',
  'turn',
] as const satisfies readonly (keyof LogRow)[];

export function rowOf(metric: string, point: LogPoint): LogRow {
  const { at, value, command, text, model = null, by = null, person = null, thread = null, turn } = point;
  const { unit } = metricNamed(metric);
  return {
    time: new Date(at).toISOString(),
    metric,
    value,
    unit,
    command,
    text,
    model,
    by,
    person,
    thread,
    turn,
  };
}
