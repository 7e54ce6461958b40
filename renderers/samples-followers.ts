import type { FollowersPanel } from '../src/figure/samples-figure.ts';
import type { Pen } from './pen.ts';
import type { SamplesLayout, SideColumn } from './samples-layout.ts';
import { drawScoreBar } from './score-bar.ts';
import { line, mark, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const NAME = 76;
const VALUE = 56;

/** The heads and MLPs that speak for one of the two answers, with their exact effects. */
export function drawFollowers(
  pen: Pen,
  panel: FollowersPanel,
  { left, right }: SideColumn,
  at: SamplesLayout['panel'],
): void {
  const color = panel.tone === 'memory' ? COLOR.opposes : COLOR.supports;
  line(
    pen.ctx,
    [
      [left, at.rule],
      [right, at.rule],
    ],
    COLOR.border,
  );
  roundBox(pen.ctx, { x: left, y: at.heading - 7, width: 4, height: 14 }, 2, color);
  pen.text(panel.heading, left + 11, at.heading, {
    size: TEXT.body,
    weight: 600,
    color,
    room: right - left - 11,
  });
  panel.rows.forEach(({ kind, name, value, share }, i) => {
    const y = at.rows + i * at.pitch;
    const [shape, fill] =
      kind === 'mlp' ? (['diamond', COLOR.mlp] as const) : (['circle', COLOR.head] as const);
    mark(pen.ctx, shape, { x: left + 5, y, radius: 4.5 }, { fill, rim: COLOR.ground });
    pen.text(name, left + 16, y, { size: TEXT.small, weight: 600, room: NAME - 20 });
    const reach = right - left - NAME - VALUE;
    const x = share < 0 ? left + NAME + reach : left + NAME;
    drawScoreBar(pen.ctx, share, { x, reach, y, height: 10 });
    pen.text(value, right, y, { size: TEXT.small, weight: 600, color, align: 'right' });
  });
  pen.text(`${panel.weak ? '! ' : ''}${panel.together}`, left, at.after, {
    size: TEXT.small,
    color: panel.weak ? COLOR.warn : COLOR.faint,
    room: right - left,
  });
}
