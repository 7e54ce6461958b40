/** An anchor of less weight is faded: it enters no answer any more. */
export const FADED = 0.1;

/** What is left of an anchor after so many answers: persistence^turns. */
export const weightOf = ({ persistence, turns }: { persistence: number; turns: number }): number =>
  persistence ** turns;

/** Heaviest first, of equal weight the newest: who stays when there is not room for all. */
export const byWeight = <T extends { readonly weight: number; readonly turns: number }>(
  anchors: readonly T[],
): T[] => [...anchors].sort((a, b) => b.weight - a.weight || a.turns - b.turns);
