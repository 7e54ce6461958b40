import { createCanvas } from './canvas.ts';
import { covers } from './coverage.ts';
import { RenderError } from './errors.ts';
import { type Face, registerFace } from './font-files.ts';
import type { Weight } from './theme.ts';

const upright = (subsets: string) => new RegExp(`-(${subsets})-(400|600|700)-normal\\.woff$`);

/** Registered at boot. */
const FACES: readonly Face[] = [
  face(
    'dotp-inter',
    '@fontsource/inter',
    upright('latin|latin-ext|greek|greek-ext|cyrillic|cyrillic-ext|vietnamese'),
  ),
  face('dotp-arabic', '@fontsource/noto-sans-arabic', upright('arabic')),
  face('dotp-hebrew', '@fontsource/noto-sans-hebrew', upright('hebrew')),
  face('dotp-devanagari', '@fontsource/noto-sans-devanagari', upright('devanagari')),
  face('dotp-thai', '@fontsource/noto-sans-thai', upright('thai')),
  face('dotp-math', '@fontsource/noto-sans-math', /400-normal\.woff$/),
  face('dotp-symbols', '@fontsource/noto-sans-symbols', upright('symbols|latin-ext')),
  face('dotp-emoji', 'twemoji-colr-font', /^twemoji\.woff2$/, '.'),
  face('dotp-dejavu', 'dejavu-fonts-ttf', /^DejaVuSans(-Bold)?\.ttf$/, 'ttf'),
];

/** Too large for every start: registered when a picture needs them (glyphs.ts). */
export const HAN = 'dotp-han';
export const HANGUL = 'dotp-hangul';
export const LAST_RESORT = face('dotp-unifont', '@fontsource/unifontex', /400-normal\.woff$/);

/**
 * The order in which a glyph is looked for. Script fonts stand before Math and Symbols, or Arabic is
 * set in letters that do not join; the bitmap-like Unifont comes last.
 */
export const FAMILY = [
  'dotp-inter',
  'dotp-arabic',
  'dotp-hebrew',
  'dotp-devanagari',
  'dotp-thai',
  'dotp-math',
  'dotp-symbols',
  HAN,
  HANGUL,
  'dotp-emoji',
  'dotp-dejavu',
  LAST_RESORT.alias,
].join(', ');

function face(alias: string, packageName: string, files: RegExp, folder = 'files'): Face {
  return { alias, packageName, folder, files };
}

/** A CSS font for the canvas, `600 13px …`, with every family in order. */
export const font = (size: number, weight: Weight): string => `${weight} ${size}px ${FAMILY}`;

/** What must be drawable before anything is drawn: the signs of our own, and each boot font once. */
const SPECIMEN = 'Aяλ مرحبا שלום नमस्ते ไทย ∴⇌⧖⧗⟐⟁☍🜏🝚 😀 ·␣↵⇥∅◌⋯…→√−×▲▼�';

let ready = false;

/**
 * Registers the boot fonts and draws once in each weight, so that the first picture is not slow.
 * Without a font text is silently invisible, so the specimen is checked for ink. Idempotent.
 *
 * @throws {RenderError} `font-missing`, `font-unreadable`, `glyphs-missing`
 */
export function loadFonts(): void {
  if (ready) return;
  for (const entry of FACES) registerFace(entry);
  const missing = Array.from(SPECIMEN).filter((char) => !covers(char, font(16, 400)));
  if (missing.length > 0) {
    throw new RenderError({
      code: 'glyphs-missing',
      what: `The fonts lack ${missing.map((char) => `“${char}”`).join(' ')}.`,
      fix: 'Reinstall the packages with `npm ci`.',
    });
  }
  warmFonts();
  ready = true;
}

/** The first text of each weight after a registration costs about 25 ms. */
export function warmFonts(): void {
  const context = createCanvas(64, 32).getContext('2d');
  for (const weight of [400, 600, 700] as const) {
    context.font = font(13, weight);
    context.fillText(SPECIMEN, 0, 20);
  }
}
