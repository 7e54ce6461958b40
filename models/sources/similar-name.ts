/**
 * The known name most like a mistyped one, by shared pairs of letters (Dice's coefficient). Names of
 * models differ in whole parts (`-Instruct`, `360M`) more than in single letters, so edits counted
 * one by one would mislead.
 *
 * @returns undefined when nothing shares more than two fifths
 */
export function similarName(typed: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = 0.4;
  for (const name of names) {
    const likeness = dice(pairs(typed), pairs(name));
    if (likeness > most) [best, most] = [name, likeness];
  }
  return best;
}

function pairs(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)));
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
