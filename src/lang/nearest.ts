/** Longer names are not compared: nobody mistypes sixty letters, and the table grows with the square. */
const MAX_LENGTH = 64;

/**
 * The known name that a mistyped one most likely means, letters compared without case: the fewest
 * insertions, deletions, changes and swaps of neighbours, at most one in `oneIn` of the letters (but
 * one in short names), ties to the earlier name; failing that the only name that starts with it.
 */
export function nearest(typed: string, names: readonly string[], oneIn = 3): string | undefined {
  const wanted = typed.toLowerCase();
  if (wanted.length === 0 || wanted.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / oneIn)) + 1;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const edits = distance(wanted, name.toLowerCase());
    if (edits < least) [best, least] = [name, edits];
  }
  // A name that shares no letter with the other, as x with y, is no guess.
  if (best !== undefined && least < Math.max(wanted.length, best.length)) return best;
  const longer = wanted.length < 3 ? [] : names.filter((name) => name.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? longer[0] : undefined;
}

/** A path nearly typed right, family and verb together: stricter than for a word, because two paths of a family share half their letters. */
export const nearPath = (typed: string, paths: readonly string[]): string | undefined =>
  nearest(typed, paths, 6);

/**
 * The known path that a mistyped one most likely means. Tried in turn: the whole path; the family and
 * the verb each by itself (`reflext.trac`); the same verb elsewhere (`trace`, `reflect.attribution`);
 * the two the wrong way round.
 */
export function nearestPath(typed: string, paths: readonly string[]): string | undefined {
  if (typed.length > MAX_LENGTH) return undefined;
  const whole = nearPath(typed, paths);
  if (whole !== undefined) return whole;
  const { family, verb } = halves(typed);
  const families = [...new Set(paths.map((path) => halves(path).family))];
  const meant = nearest(family, families);
  const within = paths.filter((path) => halves(path).family === meant);
  const inFamily = within.find(
    (path) =>
      halves(path).verb ===
      nearest(
        verb,
        within.map((p) => halves(p).verb),
      ),
  );
  return inFamily ?? byVerb(verb === '' ? family : verb, paths) ?? swapped(family, verb, paths);
}

function byVerb(verb: string, paths: readonly string[]): string | undefined {
  const meant = nearest(verb, [...new Set(paths.map((path) => halves(path).verb))]);
  return meant === undefined ? undefined : paths.find((path) => halves(path).verb === meant);
}

const swapped = (family: string, verb: string, paths: readonly string[]): string | undefined =>
  verb === '' ? undefined : nearest(`${verb}.${family}`, paths);

function halves(path: string): { family: string; verb: string } {
  const dot = path.indexOf('.');
  return dot < 0 ? { family: path, verb: '' } : { family: path.slice(0, dot), verb: path.slice(dot + 1) };
}

/**
 * Damerau-Levenshtein distance without edits inside a swapped pair (optimal string alignment).
 *
 * @see Damerau 1964
 */
export function distance(a: string, b: string): number {
  let previous: number[] = [];
  let current = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const before = previous;
    previous = current;
    current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + change,
      );
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swap) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      current.push(edits);
    }
  }
  return current[b.length] ?? 0;
}
