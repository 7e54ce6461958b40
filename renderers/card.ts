import type { Badge, FigureBase, FooterFact } from '../src/figure/figure-base.ts';
import type { Pen } from './pen.ts';
import { line, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const BADGE = { height: 24, pad: 10, y: 16 } as const;
const BADGE_COLOR = { qk: COLOR.qk, ov: COLOR.ov, both: COLOR.both, plain: COLOR.border } as const;
const FOOTER_GAP = 18;
const BAR = { width: 52, height: 8, gap: 8 } as const;

/** The ground every picture stands on: border, title, subtitle, badge, footer. */
export function drawCard(pen: Pen, figure: FigureBase): void {
  const inset = CARD.border / 2;
  const ground = { x: inset, y: inset, width: SIZE.width - CARD.border, height: SIZE.height - CARD.border };
  roundBox(pen.ctx, ground, CARD.radius, COLOR.ground);
  outline(pen.ctx, ground, CARD.radius, COLOR.border, CARD.border);
  const badgeWidth = figure.badge === undefined ? 0 : drawBadge(pen, figure.badge) + 12;
  const room = RIGHT - CARD.margin;
  pen.text(figure.title, CARD.margin, CARD.title, {
    size: TEXT.title,
    weight: 700,
    room: room - badgeWidth,
  });
  pen.text(figure.subtitle, CARD.margin, CARD.subtitle, {
    size: TEXT.subtitle,
    color: COLOR.sub,
    room,
  });
  drawFooter(pen, figure.footer);
}

/** @returns its width */
function drawBadge(pen: Pen, { text, tone }: Badge): number {
  const style = { size: TEXT.badge, weight: 600 } as const;
  const width = pen.width(text, style) + 2 * BADGE.pad;
  const box = { x: RIGHT - width, y: BADGE.y, width, height: BADGE.height };
  roundBox(pen.ctx, box, BADGE.height / 2, BADGE_COLOR[tone]);
  const color = tone === 'plain' ? COLOR.text : COLOR.ink;
  pen.text(text, box.x + width / 2, box.y + box.height / 2, { ...style, color, align: 'center' });
  return width;
}

function drawFooter(pen: Pen, facts: readonly FooterFact[]): void {
  line(
    pen.ctx,
    [
      [CARD.margin, CARD.footerRule],
      [RIGHT, CARD.footerRule],
    ],
    COLOR.border,
  );
  let x: number = CARD.margin;
  for (const [i, fact] of facts.entries()) {
    const width = factWidth(pen, fact);
    if (i > 0 && x + width > RIGHT) continue;
    drawFact(pen, fact, x, RIGHT - x);
    x += width + FOOTER_GAP;
  }
}

const LABEL = { size: TEXT.body, color: COLOR.sub } as const;
const VALUE = { size: TEXT.body, weight: 600 } as const;

function factWidth(pen: Pen, { label, value, bar }: FooterFact): number {
  const barWidth = bar === undefined ? 0 : BAR.width + BAR.gap;
  const valueWidth = value === '' ? 0 : pen.width(value, VALUE) + 6;
  return pen.width(label, LABEL) + barWidth + valueWidth;
}

function drawFact(pen: Pen, fact: FooterFact, left: number, room: number): void {
  const { label, value, bar } = fact;
  const y = CARD.footer;
  let x = left + pen.text(label, left, y, { ...LABEL, room }) + 6;
  if (bar !== undefined) {
    drawBar(pen, fact, x + 2, bar);
    x += BAR.width + BAR.gap;
  }
  if (value !== '') pen.text(value, x, y, { ...VALUE, room: left + room - x });
}

/** A full bar is 1; the tick crosses it where chance would end. */
function drawBar({ ctx }: Pen, { tone = 'good', tick }: FooterFact, x: number, bar: number): void {
  const [y, reach] = [CARD.footer, (share: number) => BAR.width * Math.min(1, Math.max(0, share))];
  const track = { x, y: y - BAR.height / 2, width: BAR.width, height: BAR.height };
  roundBox(ctx, track, BAR.height / 2, COLOR.raised);
  const color = tone === 'plain' ? COLOR.sub : COLOR[tone];
  roundBox(ctx, { ...track, width: reach(bar) }, BAR.height / 2, color);
  if (tick === undefined) return;
  const ends = [
    [x + reach(tick), y - BAR.height / 2 - 3],
    [x + reach(tick), y + BAR.height / 2 + 3],
  ] as const;
  line(ctx, ends, COLOR.ground, { width: 4 });
  line(ctx, ends, COLOR.text, { width: 1.6 });
}
