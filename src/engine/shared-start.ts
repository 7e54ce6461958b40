import type { Intervention } from '../../models/loaded.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { Patch } from '../kernel/patch.ts';

/** Rows that are run together, from one position on. */
export interface Group {
  readonly rows: readonly number[];
  /** Tokens before it are the first row's, untouched: they need not be run again. */
  readonly start: number;
}

/** What a run costs beside its tokens, in tokens: the weights are read once, keys and values are laid out. */
const EACH_RUN = 24;

/**
 * Up to where each row is the first row: the same tokens, no node patched, nothing intervened on. What
 * comes before a position does not depend on what comes after it (the causal mask), so the first row's keys and
 * values serve for them all.
 *
 * @returns `[row]`, at most the last position, which always is run
 */
export function startsOf(
  rows: readonly (readonly TokenId[])[],
  patch: Patch | undefined,
  interventions: readonly Intervention[] = [],
): number[] {
  const [first = []] = rows;
  const touched = rows.map((row) => row.length);
  for (const intervention of interventions)
    for (const row of intervention.row === undefined ? touched.keys() : [intervention.row])
      touched[row] = Math.min(touched[row] ?? 0, firstTouched(intervention));
  return rows.map((row, i) => {
    const differs = row.findIndex((id, position) => id !== first[position]);
    return Math.min(
      differs === -1 ? row.length : differs,
      patch === undefined ? row.length : firstPatched(patch, i),
      touched[i] ?? 0,
      row.length - 1,
    );
  });
}

/** First position that an intervention can change; one without a position acts from the start. */
const firstTouched = (intervention: Intervention): number =>
  intervention.kind === 'mask' ? (intervention.query ?? intervention.key) : (intervention.position ?? 0);

/** First position at which a gate of the row is not 1. */
function firstPatched({ gates }: Patch, row: number): number {
  const [, layers = 0, tokens = 0, units = 0] = gates.shape;
  let found = tokens;
  for (let layer = 0; layer < layers; layer++)
    for (let position = 0; position < found; position++) {
      const from = ((row * layers + layer) * tokens + position) * units;
      if (gates.data.subarray(from, from + units).some((gate) => gate !== 1)) found = position;
    }
  return found;
}

/**
 * Rows cut into groups so that as few tokens as possible are run: late starters together, early ones
 * together. A group costs its rows times what is left of the prompt, and `EACH_RUN`.
 *
 * @param tokens  of each row
 * @returns one group from 0 when nothing is won
 */
export function groupsOf(starts: readonly number[], tokens: number): Group[] {
  const whole: Group = { rows: starts.map((_, row) => row), start: 0 };
  const order = [...whole.rows].sort((a, b) => (starts[b] ?? 0) - (starts[a] ?? 0) || a - b);
  const cost = ({ rows, start }: Group): number => EACH_RUN + rows.length * (tokens - start);
  // best[n]: the cheapest cut of the n latest starters
  const best: { readonly cost: number; readonly groups: readonly Group[] }[] = [{ cost: 0, groups: [] }];
  for (let n = 1; n <= order.length; n++) {
    const start = starts[order[n - 1] ?? 0] ?? 0;
    const options = best.map((before, from) => {
      const group = { rows: order.slice(from, n), start };
      return { cost: before.cost + cost(group), groups: [...before.groups, group] };
    });
    best.push(options.reduce((least, option) => (option.cost < least.cost ? option : least)));
  }
  const cut = best.at(-1) ?? { cost: 0, groups: [] };
  const keysAndValues = EACH_RUN + tokens; // of the first row, run once
  return cut.cost + keysAndValues < cost(whole) ? [...cut.groups] : [whole];
}
