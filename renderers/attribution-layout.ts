import type { AttributionFigure, AttributionNode } from '../src/figure/attribution-figure.ts';
import { columnPlaces, LANE_GAP } from './attribution-columns.ts';
import { radiusOf } from './attribution-radius.ts';
import type { Pen } from './pen.ts';
import { type Bee, swarm } from './swarm.ts';
import { CARD, SIZE } from './theme.ts';
import { CHIP, type ChipPlace } from './token-chips.ts';

/** Where everything of an attribution graph stands, logical pixels. */
export interface Layout {
  readonly left: number;
  /** Right end of the graph, before the trail. */
  readonly right: number;
  /** Middle of the row with the answer. */
  readonly head: number;
  readonly top: number;
  /** Height of the embeddings. */
  readonly base: number;
  /** Height of one layer. */
  readonly pitch: number;
  readonly chips: readonly ChipPlace[];
  readonly chipTop: number;
  /** Middle of the line of exchanged tokens below the chips. */
  readonly exchanged: number;
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
/** Height of the band that says not to trust the picture, with its air. */
export const BAND = { y: 67, height: 22, shift: 26 } as const;
const AXIS = 54;
const NAMES_WIDTH = 96;
const HEAD = 86;
const TOP = 116;
/** Heads stand this much below the middle of their layer, MLPs above; of the pitch. */
const WITHIN = 0.2;
const CHIPS_BOTTOM = 409;
const EXCHANGE_LINE = 19;
/** Half of the answering column, by how many nodes stand in it. */
const LANE = { least: 30, most: 62, perNode: 1.4 } as const;

type Bees = readonly (Bee & { readonly node: AttributionNode })[];

export function layoutGraph(pen: Pen, figure: AttributionFigure): Layout {
  const shift = figure.doubt === undefined ? 0 : BAND.shift;
  const right = SIZE.width - CARD.margin - (figure.trail === undefined ? 0 : TRAIL_WIDTH + 16);
  const names = right - NAMES_WIDTH;
  const lane = laneOf(figure);
  const spine = names - LANE_GAP * 2 - lane;
  const below = figure.columns.some(({ exchanged }) => exchanged !== undefined) ? EXCHANGE_LINE : 0;
  const bottom = CHIPS_BOTTOM - below;
  const chipsRight = spine - lane - LANE_GAP;
  const rough = beesOf(figure, { base: bottom - CHIP.height - 16, pitch: pitchOf(figure, bottom, 1, shift) });
  const chips = columnPlaces(pen, figure, {
    left: AXIS,
    right: chipsRight,
    spine,
    lane,
    crowds: crowdsOf(figure, rough),
  });
  const rows = 1 + Math.max(...chips.map(({ row }) => row));
  const chipTop = bottom - (rows - 1) * CHIP.rowPitch - CHIP.height;
  const frame = {
    left: AXIS,
    right,
    head: HEAD + shift,
    top: TOP + shift,
    base: chipTop - 16,
    pitch: pitchOf(figure, bottom, rows, shift),
    chips,
    chipTop,
    exchanged: bottom + 10,
    spine,
    names,
  };
  return { ...frame, nodes: placeNodes(figure, frame, lane) };
}

const pitchOf = ({ layers }: AttributionFigure, bottom: number, rows: number, shift: number): number =>
  (bottom - (rows - 1) * CHIP.rowPitch - CHIP.height - 16 - TOP - shift) / (Math.max(1, layers) + WITHIN);

function laneOf({ nodes, answerColumn }: AttributionFigure): number {
  const here = nodes.filter(({ column }) => column === answerColumn).length;
  return Math.min(LANE.most, LANE.least + LANE.perNode * here);
}

/** Largest first, so that the weightiest keeps to the middle of its column. */
const beesOf = ({ nodes }: AttributionFigure, { base, pitch }: { base: number; pitch: number }): Bees =>
  [...nodes]
    .sort((a, b) => b.share - a.share)
    .map((node) => ({
      node,
      y: base - depthOf(node) * pitch,
      radius: radiusOf(node, pitch, nodes.length),
      side: node.kind === 'mlp' || node.kind === 'bias' ? 1 : -1,
    }));

/** In layers above the embeddings; an MLP stands above the heads of its layer, which it reads. */
const depthOf = ({ layer, kind }: AttributionNode): number =>
  layer === null ? 0 : layer + 1 + (kind === 'mlp' ? WITHIN : -WITHIN);

/** Width that the nodes of each column would take. */
const crowdsOf = ({ columns }: AttributionFigure, bees: Bees): number[] =>
  columns.map((_, column) => {
    const here = bees.filter(({ node }) => node.column === column);
    const offsets = swarm(here, 60);
    return 2 * Math.max(0, ...here.map(({ radius }, i) => Math.abs(offsets[i] ?? 0) + radius));
  });

function placeNodes(
  figure: AttributionFigure,
  frame: Omit<Layout, 'nodes'>,
  lane: number,
): Map<string, Placed> {
  const bees = beesOf(figure, frame);
  const reaches = reachesOf(frame.chips, crowdsOf(figure, bees));
  return new Map(
    figure.columns.flatMap((_, column) => {
      const here = bees.filter(({ node }) => node.column === column);
      const offsets = swarm(here, column === figure.answerColumn ? lane : (reaches[column] ?? LANE.least));
      const middle = frame.chips[column]?.x ?? frame.spine;
      return here.map(
        (bee, i) => [bee.node.id, { ...bee, x: middle + (offsets[i] ?? 0) }] as [string, Placed],
      );
    }),
  );
}

/** How far nodes of a column may stand from its middle: to its edge, and on where the neighbour is empty. */
const reachesOf = (chips: readonly ChipPlace[], crowds: readonly number[]): number[] =>
  chips.map(({ x, cell }, i) => {
    const half = (cell.right - cell.left) / 2;
    const free = [i - 1, i + 1].map((at) => {
      const next = chips[at];
      return next === undefined ? LANE.least : Math.abs(next.x - x) - (crowds[at] ?? 0) / 2 - 4;
    });
    return Math.max(half, Math.min(LANE.most, ...free));
  });
