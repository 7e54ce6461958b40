import { COLUMNS, type LogRow } from './log-row.ts';

/**
 * RFC 4180: a header, CRLF after each line, quotes around what needs them. Numbers stay bare; no value is an
 * empty cell. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a return)
 * gets an apostrophe in front, which spreadsheets hide.
 */
export const csvOf = (rows: readonly LogRow[]): string =>
  [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
