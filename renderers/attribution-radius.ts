import type { AttributionNode } from '../src/figure/attribution-figure.ts';

const LEAST = 2.4;
const MOST = 9.5;
/** From so many nodes on all are drawn smaller, down to the share given. */
const CROWD = { from: 40, to: 160, shrink: 0.65 } as const;

/** Area grows with |score|; a pitch of layers too low for large nodes keeps them smaller. */
export function radiusOf({ share, kind }: AttributionNode, pitch: number, nodes: number): number {
  const crowded = Math.min(1, Math.max(0, (nodes - CROWD.from) / (CROWD.to - CROWD.from)));
  const most = Math.min(MOST, Math.max(6.5, pitch * 0.9)) * (1 - (1 - CROWD.shrink) * crowded);
  const radius = LEAST + (most - LEAST) * Math.sqrt(share);
  return kind === 'embedding' ? Math.min(6.5, radius) : radius;
}
