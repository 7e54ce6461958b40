import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  catalogue,
  downloadBytes,
  knownModel,
  parameterCount,
  peakMemoryBytes,
} from '../../../models/sources/catalogue.ts';
import { smollm2Wheel } from '../../../models/sources/wheel.ts';
import { bytesInWords } from '../../../src/kernel/bytes.ts';

const page = await readFile(new URL('../../../docs/models.md', import.meta.url), 'utf8');

test('the table of models is the catalogue', () => {
  const rows = catalogue.flatMap(({ name, shape, licence, gated }) =>
    shape === undefined
      ? []
      : [
          `| ${name} | ${parametersInWords(parameterCount(shape))} | ${bytesInWords(downloadBytes(shape))} | ${bytesInWords(peakMemoryBytes(shape))} | ${licence}${gated ? ', gated' : ''} |`,
        ],
  );
  const table = /<!-- table: models -->\n.*\n.*\n([\s\S]*?)\n<!-- end -->/.exec(page)?.[1];
  expect(table?.split('\n')).toEqual(rows);
});

test('the package, the default and every error code of the sources are on the page', async () => {
  const { project, release, wheel } = smollm2Wheel;
  expect(page).toContain(`\`${project}\` ${release}`);
  expect(page).toContain(bytesInWords(wheel.size));
  expect(knownModel('SmolLM2-360M')).toBeDefined();
  const errors = await readFile(new URL('../../../models/errors.ts', import.meta.url), 'utf8');
  const codes = /export type SourceCode =([\s\S]*?);/.exec(errors)?.[1]?.match(/[a-z-]+(?=')/g) ?? [];
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes) expect(page).toContain(`\`${code}\``);
});

function parametersInWords(count: number): string {
  return count < 1e9 ? `${Math.round(count / 1e6)} M` : `${(count / 1e9).toFixed(2)} B`;
}
