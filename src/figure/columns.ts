/** A column of a picture: one token, or a run of tokens folded away. Positions are inclusive. */
export type Column =
  | { readonly kind: 'token'; readonly position: number }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

/**
 * Which tokens get a column of their own when there are more than fit: those in `always`, then the
 * loudest, as long as the columns with their gaps stay within `limit`. A gap of one token is that
 * token.
 *
 * @param loudness  per position, ≥ 0; ties go to the earlier position
 * @param always    positions that are never folded away
 */
export function chooseColumns(
  loudness: readonly number[],
  always: readonly number[],
  limit: number,
): Column[] {
  if (loudness.length <= limit) return loudness.map((_, position) => ({ kind: 'token', position }));
  const chosen = new Set(always);
  const byLoudness = loudness
    .map((weight, position) => ({ weight, position }))
    .filter(({ position }) => !chosen.has(position))
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { position } of byLoudness) {
    chosen.add(position);
    if (folded(loudness.length, chosen).length > limit) chosen.delete(position);
  }
  return folded(loudness.length, chosen);
}

/** The columns for a set of positions kept out of `count`. */
function folded(count: number, kept: ReadonlySet<number>): Column[] {
  const columns: Column[] = [];
  let from = 0;
  for (let position = 0; position <= count; position++) {
    if (position < count && !kept.has(position)) continue;
    if (position - from === 1) columns.push({ kind: 'token', position: from });
    else if (position > from) columns.push({ kind: 'gap', from, to: position - 1 });
    if (position < count) columns.push({ kind: 'token', position });
    from = position + 1;
  }
  return columns;
}

/** Index of the column that holds a position. */
export function columnOf(columns: readonly Column[], position: number): number {
  return columns.findIndex((column) =>
    column.kind === 'token' ? column.position === position : column.from <= position && position <= column.to,
  );
}

/** `14 of 60 tokens`, or nothing when all are shown. */
export function foldedNote(columns: readonly Column[], tokens: number): string | undefined {
  const shown = columns.filter(({ kind }) => kind === 'token').length;
  return shown === tokens ? undefined : `${shown} of ${tokens} tokens, the quiet ones folded into ⋯`;
}
