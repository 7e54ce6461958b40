import type { Figure } from '../src/figure/figure.ts';
import { gate } from '../src/kernel/gate.ts';
import { drawAttention } from './attention.ts';
import { drawAttribution } from './attribution.ts';
import { type Canvas, createCanvas } from './canvas.ts';
import { drawCard } from './card.ts';
import { drawComparison } from './comparison.ts';
import { RenderError } from './errors.ts';
import { drawFacts } from './facts.ts';
import { drawFork } from './fork.ts';
import { ensureGlyphs } from './glyphs.ts';
import { drawHead } from './head.ts';
import { drawLens } from './lens.ts';
import { type Pen, penOn, type TextBox } from './pen.ts';
import { drawRecursion } from './recursion.ts';
import { drawResidue } from './residue.ts';
import { drawRoles } from './roles.ts';
import { drawSamples } from './samples.ts';
import { drawScaffold } from './scaffold.ts';
import { drawSelf } from './self.ts';
import { drawSession } from './session.ts';
import { SIZE } from './theme.ts';
import { drawTimeline, loadCharts } from './timeline.ts';
import { drawTrajectory } from './trajectory.ts';
import { drawUncertainty } from './uncertainty.ts';
import { drawWeb } from './web.ts';
import { drawWrites } from './writes.ts';

export interface Picture {
  readonly png: Buffer;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Two canvases of 1520 × 968 at a time: 12 MB, and the encoder's threads are busy. */
const oneOfTwo = gate(2);

/**
 * Draws a figure. The same figure gives the same bytes on one machine.
 *
 * @throws {RenderError} `font-missing`, `font-unreadable`, `glyphs-missing`, `picture-not-encoded`
 */
export function render(figure: Figure): Promise<Picture> {
  return oneOfTwo(async () => {
    if (figure.kind === 'timeline') await loadCharts();
    const canvas = createCanvas(SIZE.width * SIZE.scale, SIZE.height * SIZE.scale);
    drawOn(canvas, figure);
    const { width, height } = canvas;
    const png = await encoded(canvas);
    canvas.width = 1; // gives the pixels back now, not at the next collection
    canvas.height = 1;
    return { png, width, height };
  });
}

/** Where every text of a figure lies, for checks: nothing may overlap or leave the card. */
export const layoutOf = (figure: Figure): readonly TextBox[] => drawOn(createCanvas(1, 1), figure).boxes;

function drawOn(canvas: Canvas, figure: Figure): Pen {
  ensureGlyphs(JSON.stringify(figure));
  const ctx = canvas.getContext('2d');
  ctx.scale(SIZE.scale, SIZE.scale);
  const pen = penOn(ctx);
  drawCard(pen, figure);
  drawKind(pen, figure);
  return pen;
}

function drawKind(pen: Pen, figure: Figure): void {
  switch (figure.kind) {
    case 'attribution':
      drawAttribution(pen, figure);
      break;
    case 'attention':
      drawAttention(pen, figure);
      break;
    case 'writes':
      drawWrites(pen, figure);
      break;
    case 'head':
      drawHead(pen, figure);
      break;
    case 'lens':
      drawLens(pen, figure);
      break;
    case 'comparison':
      drawComparison(pen, figure);
      break;
    case 'residue':
      drawResidue(pen, figure);
      break;
    case 'roles':
      drawRoles(pen, figure);
      break;
    case 'facts':
      drawFacts(pen, figure);
      break;
    case 'self':
      drawSelf(pen, figure);
      break;
    case 'web':
      drawWeb(pen, figure);
      break;
    case 'scaffold':
      drawScaffold(pen, figure);
      break;
    case 'session':
      drawSession(pen, figure);
      break;
    case 'samples':
      drawSamples(pen, figure);
      break;
    case 'uncertainty':
      drawUncertainty(pen, figure);
      break;
    case 'trajectory':
      drawTrajectory(pen, figure);
      break;
    case 'recursion':
      drawRecursion(pen, figure);
      break;
    case 'fork':
      drawFork(pen, figure);
      break;
    case 'timeline':
      drawTimeline(pen, figure);
      break;
  }
}

async function encoded(canvas: Canvas): Promise<Buffer> {
  try {
    return await canvas.encode('png');
  } catch (cause) {
    throw new RenderError({
      code: 'picture-not-encoded',
      what: 'A drawn picture could not be written as PNG.',
      fix: 'Try again; the cause is in the log.',
      cause,
    });
  }
}
