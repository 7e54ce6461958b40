import type { SessionFigure } from '../src/figure/session-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
/** Middles of the people above, and of the rows between. */
const PEOPLE = 92;
/** A row of at least `two` has its words on a line of their own. */
const ROWS = { top: 128, bottom: 432, most: 58, two: 42 } as const;
const NUMBER = { right: 48 } as const;
const TIME = { left: 58, room: 84 } as const;
const LANE = { left: 160, pitch: 28, radius: 10 } as const;
const TYPED_SHARE = 0.5;
const COLORS = [COLOR.supports, COLOR.opposes, COLOR.good, COLOR.mlp, COLOR.exchanged, COLOR.embedding];

const colorOf = (lane: number): string => COLORS[lane % COLORS.length] ?? COLOR.sub;
const laneAt = (lane: number): number => LANE.left + lane * LANE.pitch;

/** A turn a row, its mark in the lane of who asked, a line from each to the next. */
export function drawSession(pen: Pen, figure: SessionFigure): void {
  const { people, rows } = figure;
  drawPeople(pen, people);
  const pitch = Math.min(ROWS.most, (ROWS.bottom - ROWS.top) / rows.length);
  const yOf = (i: number): number => ROWS.top + (i + 0.5) * pitch;
  drawLanes(pen, people.length, yOf(0), yOf(rows.length - 1));
  const way = rows.flatMap(({ lane }, i) => (lane === undefined ? [] : [[laneAt(lane), yOf(i)] as const]));
  line(pen.ctx, way, fade(COLOR.text, 0.45), { width: 1.6 });
  rows.forEach((row, i) => {
    drawRow(pen, row, people, yOf(i), pitch >= ROWS.two);
  });
}

/** Names side by side, each with the mark that stands for it below. */
function drawPeople(pen: Pen, people: SessionFigure['people']): void {
  const share = (RIGHT - CARD.margin) / Math.max(3, people.length);
  people.forEach((person, lane) => {
    const left = CARD.margin + lane * share;
    drawMark(pen, person, lane, left + LANE.radius, PEOPLE);
    const x = left + 2 * LANE.radius + 7;
    const room = share - 2 * LANE.radius - 15;
    pen.text(person.label, x, PEOPLE - 8, { size: TEXT.body, weight: 600, room });
    pen.text(person.gone ? `${person.note}, left` : person.note, x, PEOPLE + 9, {
      size: TEXT.small,
      color: COLOR.faint,
      room,
    });
  });
}

function drawLanes({ ctx }: Pen, lanes: number, top: number, bottom: number): void {
  for (let lane = 0; lane < lanes; lane++) {
    const x = laneAt(lane);
    const ends = [
      [x, top - LANE.radius - 3],
      [x, bottom + LANE.radius + 3],
    ] as const;
    line(ctx, ends, fade(colorOf(lane), 0.28), { width: 1.2 });
  }
}

function drawRow(
  pen: Pen,
  row: SessionFigure['rows'][number],
  people: SessionFigure['people'],
  y: number,
  isTall: boolean,
): void {
  const { number, time, lane } = row;
  const small = { size: TEXT.small, color: COLOR.faint } as const;
  pen.text(number, NUMBER.right, y, { ...small, align: 'right', room: NUMBER.right - CARD.margin });
  pen.text(time, TIME.left, y, { ...small, room: TIME.room });
  const person = lane === undefined ? undefined : people[lane];
  if (person !== undefined && lane !== undefined) drawMark(pen, person, lane, laneAt(lane), y);
  drawWords(pen, row, laneAt(Math.max(1, people.length)) - 4, y, isTall);
}

/** The command and what it asks about, or the words that were said. */
function drawWords(
  pen: Pen,
  { typed, text }: SessionFigure['rows'][number],
  left: number,
  y: number,
  isTall: boolean,
): void {
  const room = RIGHT - left;
  const [said, command] = [
    { size: TEXT.body, color: typed === '' ? COLOR.text : COLOR.sub },
    { size: TEXT.body, weight: 600 },
  ] as const;
  if (typed === '' || text === '') {
    pen.text(typed + text, left, y, { ...(typed === '' ? said : command), room });
  } else if (isTall) {
    pen.text(typed, left, y - 9, { ...command, room });
    pen.text(text, left, y + 10, { ...said, room });
  } else {
    const x = left + pen.text(typed, left, y, { ...command, room: room * TYPED_SHARE }) + 10;
    pen.text(text, x, y, { ...said, room: RIGHT - x });
  }
}

/** A disc with an initial; of who is gone a ring. */
function drawMark(
  pen: Pen,
  { initial, gone }: SessionFigure['people'][number],
  lane: number,
  x: number,
  y: number,
): void {
  const { ctx } = pen;
  ctx.beginPath();
  ctx.arc(x, y, LANE.radius, 0, 2 * Math.PI);
  ctx.fillStyle = gone ? COLOR.ground : colorOf(lane);
  ctx.fill();
  ctx.strokeStyle = colorOf(lane);
  ctx.lineWidth = 1.8;
  ctx.stroke();
  const color = gone ? colorOf(lane) : COLOR.ink;
  pen.text(initial, x, y, {
    size: TEXT.small,
    weight: 700,
    color,
    align: 'center',
    room: 2 * LANE.radius - 3,
  });
}
