import { DotpError } from '../src/kernel/errors.ts';

export type RenderCode =
  | 'font-missing'
  | 'font-unreadable'
  | 'glyphs-missing'
  | 'picture-not-encoded'
  | 'drawing-lost';

/** A picture could not be drawn. */
export class RenderError extends DotpError<RenderCode> {}
