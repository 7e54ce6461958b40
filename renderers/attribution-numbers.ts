import type { AttributionNode } from '../src/figure/attribution-figure.ts';
import { COLOR } from './theme.ts';

/** The numbers beside a node's name and their colours: its score, and the effect that contradicts it. */
export function numbersOf({ score, value, contrary }: AttributionNode): [text: string, color: string][] {
  const scored: [string, string][] =
    value === undefined ? [] : [[value, score < 0 ? COLOR.opposes : COLOR.supports]];
  return contrary === undefined ? scored : [...scored, [contrary, COLOR.warn]];
}
