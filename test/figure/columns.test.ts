import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Column, chooseColumns, columnOf, foldedNote } from '../../src/figure/columns.ts';

const span = (column: Column): [number, number] =>
  column.kind === 'token' ? [column.position, column.position] : [column.from, column.to];

test('a case worked by hand: the loud tokens stay, the runs between them fold', () => {
  const loudness = [0, 0, 0, 9, 0, 8, 0, 0, 0, 1];
  expect(chooseColumns(loudness, [9], 6)).toEqual([
    { kind: 'gap', from: 0, to: 2 },
    { kind: 'token', position: 3 },
    { kind: 'token', position: 4 },
    { kind: 'token', position: 5 },
    { kind: 'gap', from: 6, to: 8 },
    { kind: 'token', position: 9 },
  ]);
});

test('columns are a partition of the positions, within the limit, and keep what must be kept', () => {
  const prompts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 140 });
  fc.assert(
    fc.property(prompts, fc.integer({ min: 5, max: 20 }), (loudness, limit) => {
      const last = loudness.length - 1;
      const columns = chooseColumns(loudness, [last, 0], limit);
      expect(columns.flatMap((c) => range(span(c)))).toEqual(loudness.map((_, i) => i));
      expect(columns.length).toBeLessThanOrEqual(limit);
      expect(columns[0]).toEqual({ kind: 'token', position: 0 });
      expect(columns.at(-1)).toEqual({ kind: 'token', position: last });
      for (const column of columns) {
        const [from, to] = span(column);
        expect(column.kind === 'gap' ? to - from >= 1 : to === from).toBe(true);
        for (const position of range([from, to])) expect(columns[columnOf(columns, position)]).toBe(column);
      }
    }),
  );
});

test('the loudest token that is not there by right has a column', () => {
  const loudness = Array.from({ length: 60 }, (_, i) => (i === 37 ? 5 : 0.1));
  expect(chooseColumns(loudness, [59], 10)).toContainEqual({ kind: 'token', position: 37 });
});

test('folding is said', () => {
  const columns = chooseColumns(new Array<number>(60).fill(1), [59], 14);
  const shown = columns.filter(({ kind }) => kind === 'token').length;
  expect(foldedNote(columns, 60)).toBe(`${shown} of 60 tokens, the quiet ones folded into ⋯`);
  expect(foldedNote(chooseColumns([1, 2], [1], 14), 2)).toBeUndefined();
});

const range = ([from, to]: [number, number]): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
