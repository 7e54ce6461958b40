import type { AttributionFigure, AttributionNode } from '../src/figure/attribution-figure.ts';
import type { Pen } from './pen.ts';
import { swarm } from './swarm.ts';
import { CARD, SIZE } from './theme.ts';
import { CHIP, type ChipPlace, chipWidth, placeChips } from './token-chips.ts';

/** Where everything of an attribution graph stands, logical pixels. */
export interface Layout {
  readonly left: number;
  /** Right end of the graph, before the trail. */
  readonly right: number;
  readonly top: number;
  /** Height of the embeddings. */
  readonly base: number;
  /** Height of one layer. */
  readonly pitch: number;
  readonly chips: readonly ChipPlace[];
  readonly chipTop: number;
  /** The answering column: nodes around `spine`, names from `names` on. */
  readonly spine: number;
  readonly names: number;
  readonly nodes: ReadonlyMap<string, Placed>;
}

export interface Placed {
  readonly node: AttributionNode;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export const TRAIL_WIDTH = 66;
const AXIS = 54;
const NAMES_WIDTH = 96;
const LANE_WIDTH = 104;
const TOP = 116;
const CHIPS_BOTTOM = 405;
const RADIUS = { least: 2.4, most: 9.5 } as const;

export function layoutGraph(pen: Pen, figure: AttributionFigure): Layout {
  const right = SIZE.width - CARD.margin - (figure.trail === undefined ? 0 : TRAIL_WIDTH + 16);
  const names = right - NAMES_WIDTH;
  const spine = names - 12 - LANE_WIDTH / 2;
  const chips = chipPlaces(pen, figure, spine);
  const rows = 1 + Math.max(...chips.map(({ row }) => row));
  const chipTop = CHIPS_BOTTOM - (rows - 1) * CHIP.rowPitch - CHIP.height;
  const base = chipTop - 16;
  const pitch = (base - TOP) / Math.max(1, figure.layers);
  const frame = { left: AXIS, right, top: TOP, base, pitch, chips, chipTop, spine, names };
  return { ...frame, nodes: placeNodes(figure, frame) };
}

/** The answering token stands under the spine, the others share what is left of its lane. */
function chipPlaces(pen: Pen, { columns, answerColumn }: AttributionFigure, spine: number): ChipPlace[] {
  const widths = columns.map((column) => chipWidth(pen, { ...column, gap: column.kind === 'gap' }));
  const before = widths.slice(0, answerColumn);
  const places = placeChips(before, AXIS, spine - LANE_WIDTH / 2 - 6);
  const half = Math.min(widths[answerColumn] ?? 0, LANE_WIDTH) / 2;
  const lane = { left: spine - LANE_WIDTH / 2, right: spine + LANE_WIDTH / 2 };
  return [...places, { x: spine, left: spine - half, right: spine + half, row: 0, cell: lane }];
}

/** Largest first, so that the weightiest keeps to the middle of its column. */
function placeNodes(figure: AttributionFigure, frame: Omit<Layout, 'nodes'>): Map<string, Placed> {
  const most = Math.min(RADIUS.most, Math.max(6, frame.pitch * 0.8));
  const bees = [...figure.nodes]
    .sort((a, b) => b.share - a.share)
    .map((node) => ({
      node,
      y: frame.base - (node.layer === null ? 0 : node.layer + 1) * frame.pitch,
      radius: RADIUS.least + (most - RADIUS.least) * Math.sqrt(node.share),
      side: node.kind === 'mlp' || node.kind === 'bias' ? (1 as const) : (-1 as const),
    }));
  return new Map(
    figure.columns.flatMap((_, column) => {
      const here = bees.filter(({ node }) => node.column === column);
      const offsets = swarm(here, reachOf(column, figure, frame.chips));
      const middle = frame.chips[column]?.x ?? frame.spine;
      return here.map(
        (bee, i) => [bee.node.id, { ...bee, x: middle + (offsets[i] ?? 0) }] as [string, Placed],
      );
    }),
  );
}

/** How far nodes of a column may stand from its middle. */
function reachOf(column: number, { answerColumn }: AttributionFigure, chips: readonly ChipPlace[]): number {
  if (column === answerColumn) return LANE_WIDTH / 2;
  const here = chips[column]?.x ?? 0;
  const next = chips[column + 1]?.x ?? here + 24;
  return Math.max(6, Math.min(24, (next - here) / 2));
}
