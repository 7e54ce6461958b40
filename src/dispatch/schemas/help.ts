import { z } from 'zod';
import { finding } from './pieces.ts';

const param = z.strictObject({
  name: z.string(),
  takes: z.string(),
  default: z.string(),
  doc: z.string(),
});

const rate = z.strictObject({
  model: z.string().describe('the model, or the kind of weights'),
  on: z.string().describe('the null it was tried on'),
  unit: z.string().describe('what is counted'),
  hits: z.int().describe('times it was drawn there'),
  tried: z.int(),
});

export const help = finding('help', {
  commands: z.array(
    z.strictObject({ path: z.string(), asks: z.string(), example: z.string(), params: z.array(param) }),
  ),
  glyphs: z
    .array(
      z.strictObject({
        glyph: z.string(),
        name: z.string(),
        command: z.string().describe('path of the command that draws it'),
        measures: z.string(),
        threshold: z.string().describe('what must hold before it is drawn'),
        rates: z.array(rate).describe('how often it appeared where nothing should have drawn it'),
      }),
    )
    .optional(),
});
