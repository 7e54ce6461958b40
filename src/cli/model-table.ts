import type { ListedModel } from '../../models/sources/list.ts';
import { bytesInWords } from '../kernel/bytes.ts';

const HEAD = ['', 'model', 'parameters', 'download', 'memory', 'licence', ''];

/** What can be loaded as a table: ✓ is here already; bytes to fetch once and to hold while it runs. */
export function modelTable(models: readonly ListedModel[]): string {
  const rows = [HEAD, ...models.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function row({ name, about, licence, gated, isDefault, here, needs }: ListedModel): string[] {
  const marks = [isDefault && 'default', gated && 'gated'].filter((mark) => mark && !about.includes(mark));
  const download = needs?.downloadBytes ?? here?.bytes;
  return [
    here === undefined ? ' ' : '✓',
    name,
    needs === undefined ? '' : countInWords(needs.parameters),
    download === undefined ? '' : bytesInWords(download),
    needs === undefined ? '' : bytesInWords(needs.memoryBytes),
    licence,
    [about, ...marks].join(', '),
  ];
}

/** `135 M`, `1.7 B` */
function countInWords(count: number): string {
  const [unit, size] = count >= 1e9 ? ['B', 1e9] : ['M', 1e6];
  const value = count / size;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
