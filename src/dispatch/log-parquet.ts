import { parquetWriteBuffer } from 'hyparquet-writer';
import { COLUMNS, type LogRow } from './log-row.ts';

/** Columns of Apache Parquet: `time` a timestamp in milliseconds, `value` a double or null, the others UTF-8. */
export function parquetOf(rows: readonly LogRow[]): Uint8Array {
  const columnData = COLUMNS.map((name) => {
    if (name === 'time')
      return { name, type: 'TIMESTAMP' as const, data: rows.map((row) => new Date(row[name])) };
    if (name === 'value') return { name, type: 'DOUBLE' as const, data: rows.map((row) => row[name]) };
    return { name, type: 'STRING' as const, data: rows.map((row) => row[name]) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'dotp' }));
}
