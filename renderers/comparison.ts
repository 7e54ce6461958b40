import type { ComparisonFigure } from '../src/figure/comparison-figure.ts';
import { drawControls } from './comparison-controls.ts';
import { drawMarks, drawPrompt } from './comparison-prompt.ts';
import { drawSlopes } from './comparison-slopes.ts';
import { drawStrip } from './comparison-strip.ts';
import type { Pen } from './pen.ts';

const PROMPT_Y = 84;
const MARKS_Y = 112;
const SLOPES = { bottom: 318 } as const;
const STRIP_TOP = 334;

/** Before and after an edit: what was edited, the words, the components that answered, the control. */
export function drawComparison(pen: Pen, figure: ComparisonFigure): void {
  drawPrompt(pen, figure.pieces, PROMPT_Y);
  drawMarks(pen, figure.components, MARKS_Y);
  const top = figure.components.length === 0 ? MARKS_Y : MARKS_Y + 27;
  drawSlopes(pen, figure, { top, bottom: SLOPES.bottom });
  drawStrip(pen, figure, STRIP_TOP);
  drawControls(pen, figure.scales);
}
