import type { LogFileFinding } from '../analysis/log-file-finding.ts';
import type { Attachment } from '../kernel/voice.ts';
import { logEmpty } from './channel-errors.ts';
import type { Here } from './here.ts';
import { csvOf } from './log-csv.ts';
import { metricMeant } from './log-meant.ts';
import { logOver, type Over, pointOf } from './log-read.ts';
import { type LogRow, rowOf } from './log-row.ts';

type Format = LogFileFinding['format'];

/**
 * The log as a table in a file: a row for each number of each answer, metric by metric, oldest first.
 *
 * @throws {DispatchError} `log-empty`, `metric-unknown`, `not-permitted`
 */
export async function exportLog(
  here: Here,
  { format, metric, over }: { readonly format: Format; readonly metric?: string; readonly over: Over },
): Promise<{ readonly finding: LogFileFinding; readonly file: Attachment }> {
  const log = logOver(here, over);
  const names = await log.metrics();
  if (names.length === 0) throw logEmpty(over);
  const meant = metric === undefined ? undefined : metricMeant(metric, names);
  const metrics = meant === undefined ? names : [meant];
  const rows: LogRow[] = [];
  for (const name of metrics)
    for (const entry of await log.last(name, Number.MAX_SAFE_INTEGER)) rows.push(rowOf(name, pointOf(entry)));
  const bytes = await WRITE[format](rows);
  const name = `dotp-log-${new Date(here.now).toISOString().slice(0, 10)}.${format}`;
  return {
    finding: {
      kind: 'log-file',
      method: 'every number kept in the log, read by key',
      unit: 'rows; bytes of the file',
      control: 'none',
      caveats: [FORM[format]],
      over,
      format,
      metric: meant ?? null,
      rows: rows.length,
      metrics: metrics.length,
      file: name,
      bytes: bytes.length,
    },
    file: {
      name,
      type: TYPE[format],
      bytes,
      description: `Measured numbers as ${format}: ${rows.length} rows`,
    },
  };
}

const TYPE = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;

const WRITE: Readonly<Record<Format, (rows: readonly LogRow[]) => Uint8Array | Promise<Uint8Array>>> = {
  jsonl: (rows) => utf8(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  csv: (rows) => utf8(csvOf(rows)),
  // Loaded when somebody asks for it.
  parquet: async (rows) => (await import('./log-parquet.ts')).parquetOf(rows),
};

const FORM: Readonly<Record<Format, string>> = {
  jsonl: 'One JSON object a line; time in UTC, a missing value is null.',
  csv: 'Time in UTC, a missing value is an empty cell; texts that a spreadsheet would run as a formula begin with an apostrophe.',
  parquet: 'Time is a timestamp in milliseconds, UTC; a missing value is null.',
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
