import type { ForkBranch, ForkRow } from '../src/figure/fork-figure.ts';
import { type Band, FORK } from './fork-layout.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { drawScoreBar } from './score-bar.ts';
import { type Mark, mark } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const PITCH = 20;
const NAME = { left: FORK.rows.left + 12, width: 46 } as const;
const AT = { left: NAME.left + NAME.width + 2, right: 592 } as const;
const BARS = { left: 598, right: 692 } as const;
const SHAPE: Record<ForkRow['kind'], { mark: Mark; fill: string }> = {
  head: { mark: 'circle', fill: COLOR.head },
  mlp: { mark: 'diamond', fill: COLOR.mlp },
  token: { mark: 'square', fill: COLOR.embedding },
};

/** What drives each branch: one line a driver, on one scale for all branches. */
export function drawForkRows(pen: Pen, branches: readonly ForkBranch[], bands: readonly Band[]): void {
  const shares = branches.flatMap(({ rows }) => rows.map(({ share }) => share));
  const most = Math.max(0, ...shares);
  const least = Math.max(0, ...shares.map((share) => -share));
  const reach = (BARS.right - BARS.left) / (most + least || 1);
  const zero = BARS.left + least * reach;
  branches.forEach(({ rows }, i) => {
    const band = bands[i];
    if (band === undefined) return;
    const pitch = Math.min(PITCH, (band.height - 4) / Math.max(1, rows.length));
    rows.forEach((row, at) => {
      const y = band.y + (at - (rows.length - 1) / 2) * pitch;
      drawRow(pen, row, { y, pitch, zero, reach });
    });
  });
}

interface Place {
  readonly y: number;
  readonly pitch: number;
  readonly zero: number;
  readonly reach: number;
}

function drawRow(pen: Pen, row: ForkRow, { y, pitch, zero, reach }: Place): void {
  const { mark: shape, fill } = SHAPE[row.kind];
  mark(pen.ctx, shape, { x: FORK.rows.left, y, radius: 4.5 }, { fill, rim: COLOR.ground });
  const line = { up: pitch * 0.7, down: pitch * 0.35 };
  const strong = { size: TEXT.small, weight: 600 } as const;
  const name = inLine(pen, row.name, strong, line);
  pen.text(name, NAME.left, y, { ...strong, room: row.at === '' ? AT.right - NAME.left : NAME.width });
  const small = { size: TEXT.small, color: row.total ? COLOR.faint : COLOR.sub } as const;
  pen.text(inLine(pen, row.at, small, line), AT.left, y, { ...small, room: AT.right - AT.left });
  drawScoreBar(pen.ctx, row.share, { x: zero, reach, y, height: Math.min(11, pitch - 6) });
  const color = row.share < 0 ? COLOR.opposes : COLOR.supports;
  pen.text(row.value, FORK.rows.right, y, { size: TEXT.small, weight: 600, color, align: 'right' });
}
