/** Something round that must stand at its height and may move sideways. */
export interface Bee {
  readonly y: number;
  readonly radius: number;
  /** Which side it tries first. */
  readonly side: -1 | 1;
}

const AIR = 1.5;
const STEP = 1.5;

/**
 * Sideways places for circles of fixed height so that they do not overlap, as near to the middle as
 * they can be; the first in the list chooses first. One that finds no place within `reach` stands at
 * the edge.
 *
 * @returns offsets from the middle, in the order given
 */
export function swarm(bees: readonly Bee[], reach: number): number[] {
  const placed: { x: number; y: number; radius: number }[] = [];
  return bees.map(({ y, radius, side }) => {
    const free = (x: number) =>
      placed.every((other) => Math.hypot(other.x - x, other.y - y) >= other.radius + radius + AIR);
    const x = candidates(Math.max(0, reach - radius), side).find(free) ?? side * Math.max(0, reach - radius);
    placed.push({ x, y, radius });
    return x;
  });
}

/** 0, then outwards by turns. */
function candidates(reach: number, side: -1 | 1): number[] {
  const steps = Math.floor(reach / STEP);
  const outward = Array.from({ length: steps }, (_, i) => [side * (i + 1) * STEP, -side * (i + 1) * STEP]);
  return [0, ...outward.flat()];
}
