/**
 * The only door to the canvas library. System fonts are turned off before it loads: they differ from
 * machine to machine, and a picture must not.
 */
process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas');

export type { Canvas, SKRSContext2D as Context } from '@napi-rs/canvas';
export { createCanvas, GlobalFonts as fontRegistry };
