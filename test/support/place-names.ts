import type { Place } from '../../src/kernel/attributed.ts';

export interface NamedPlace {
  /** `E@3`, `L1H2@3`, `M1@3`, `logit` */
  readonly name: string;
  readonly layer: number;
  readonly head?: number;
  readonly position: number;
}

/** What a place stands for, by counting through all of them in their order. */
export function placeNames(size: {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: number;
}): (place: Place) => NamedPlace {
  const all: NamedPlace[] = [];
  for (let layer = 0; layer < size.layers; layer++)
    for (let position = 0; position < size.tokens; position++) {
      for (let head = 0; head < size.heads; head++)
        all.push({ name: `L${layer}H${head}@${position}`, layer, head, position });
      all.push({ name: `M${layer}@${position}`, layer, position });
    }
  for (let position = 0; position < size.tokens; position++)
    all.push({ name: `E@${position}`, layer: -1, position });
  all.push({ name: 'logit', layer: size.layers, position: -1 });
  return (place) => {
    const found = all[place];
    if (found === undefined) throw new RangeError(`no place ${place}`);
    return found;
  };
}
