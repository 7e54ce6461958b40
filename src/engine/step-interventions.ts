import type { Intervention } from '../../models/loaded.ts';

/**
 * Interventions of a generation, whose positions count from the prompt's first token, as one call of
 * it needs them: positions counted from that call's first token, rows by their place in its batch.
 *
 * A mask's key may lie before the call, among the cached tokens: then it is negative there.
 *
 * @param start   tokens cached before this call
 * @param length  tokens in this call
 * @param rows    `rows[i]` is the sample in batch row i; left out: every sample is in its own row
 */
export function stepInterventions(
  interventions: readonly Intervention[],
  start: number,
  length: number,
  rows?: readonly number[],
): Intervention[] {
  return interventions.flatMap((intervention) =>
    inRows(intervention, rows).flatMap((placed) => shifted(placed, start, length)),
  );
}

function inRows(intervention: Intervention, rows: readonly number[] | undefined): Intervention[] {
  if (rows === undefined || intervention.row === undefined) return [intervention];
  const row = rows.indexOf(intervention.row);
  return row < 0 ? [] : [{ ...intervention, row }];
}

function shifted(intervention: Intervention, start: number, length: number): Intervention[] {
  const here = (position: number) => position >= start && position < start + length;
  switch (intervention.kind) {
    case 'mask': {
      const { query, from, key } = intervention;
      if (key >= start + length || (query !== undefined && !here(query))) return [];
      if (from !== undefined && from >= start + length) return [];
      return [
        {
          ...intervention,
          key: key - start,
          ...(query === undefined ? {} : { query: query - start }),
          ...(from === undefined ? {} : { from: Math.max(0, from - start) }),
        },
      ];
    }
    case 'residual':
      return here(intervention.position)
        ? [{ ...intervention, position: intervention.position - start }]
        : [];
    default: {
      const { position } = intervention;
      if (position === undefined) return [intervention];
      return here(position) ? [{ ...intervention, position: position - start }] : [];
    }
  }
}
