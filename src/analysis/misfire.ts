import type { ResidueThresholds, SourceReading } from './residue-finding.ts';

export interface Misfire {
  readonly position: number;
  /** lookedZ − worthZ, standard deviations. */
  readonly strength: number;
  readonly others: readonly { readonly position: number; readonly effect: number }[];
  readonly confirmed: boolean;
}

/** Sources within this factor of a source's salience are looked at as much. */
const AS_MUCH = 3;
const MOST_OTHERS = 4;
const FEWEST_OTHERS = 2;
/** Effects below this are near the rounding of a float32 run, nats: nothing can be said to be less. */
const MEASURABLE = 1e-4;

/**
 * Sources far more looked at, and worth far less, than word class and distance let expect. Confirmed
 * where hiding one changes the next word by less than `others` times what hiding any of those looked
 * at as much does; with fewer than two such, or where those do nothing that can be measured, there is
 * nothing to compare with.
 *
 * @returns confirmed ones first, then strongest first
 */
export function misfires(
  sources: readonly (SourceReading | null)[],
  { looked, worth, others: below }: Pick<ResidueThresholds, 'looked' | 'worth' | 'others'>,
): Misfire[] {
  return sources
    .flatMap((source, position) => {
      if (source === null || source.lookedZ < looked || source.worthZ > worth) return [];
      const others = lookedAtAsMuch(sources, position);
      const confirmed =
        others.length >= FEWEST_OTHERS &&
        others.every(({ effect }) => effect >= MEASURABLE && source.effect < below * effect);
      return [{ position, strength: source.lookedZ - source.worthZ, others, confirmed }];
    })
    .sort((a, b) => Number(b.confirmed) - Number(a.confirmed) || b.strength - a.strength);
}

/** Up to four other sources, nearest in salience first. */
function lookedAtAsMuch(sources: readonly (SourceReading | null)[], position: number): Misfire['others'] {
  const own = sources[position]?.salience ?? 0;
  return sources
    .flatMap((source, other) => {
      if (source === null || other === position || own <= 0 || source.salience <= 0) return [];
      const apart = Math.abs(Math.log(source.salience / own));
      return apart > Math.log(AS_MUCH) ? [] : [{ position: other, effect: source.effect, apart }];
    })
    .sort((a, b) => a.apart - b.apart)
    .slice(0, MOST_OTHERS)
    .map(({ position: at, effect }) => ({ position: at, effect }));
}
