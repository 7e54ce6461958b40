import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { covers } from './coverage.ts';
import { packageFolder, registerFace, registerFile } from './font-files.ts';
import { font, HAN, HANGUL, LAST_RESORT, loadFonts, warmFonts } from './fonts.ts';

/** A font cut into files by code point, as web fonts of Han and Hangul are. */
interface SlicedFont {
  readonly alias: string;
  readonly scripts: RegExp;
  readonly packageName: string;
  readonly fileOf: (slice: string) => string;
}

const SLICED: readonly SlicedFont[] = [
  {
    alias: HAN,
    scripts:
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u30ff\uff00-\uffef]/u,
    packageName: '@fontsource-variable/noto-sans-sc',
    fileOf: (slice) => `noto-sans-sc-${slice}-wght-normal.woff2`,
  },
  {
    alias: HANGUL,
    scripts: /\p{Script=Hangul}/u,
    packageName: '@fontsource-variable/noto-sans-kr',
    fileOf: (slice) => `noto-sans-kr-${slice}-wght-normal.woff2`,
  },
];

/** Characters that Inter alone has; nearly every text ends here. */
const PLAIN = /^[\u0020-\u017f\u0391-\u03c9\u0410-\u044f\u2010-\u2026\u2212]*$/;
const registered = new Set<string>();
const lacking = new Set<string>();
const settled = new Set<string>();
const slices = new Map<string, readonly Slice[]>();
let lastResort = false;

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly file: string;
}

/**
 * Registers whatever fonts a text needs beyond those of the start; call it once with all the text of
 * a picture, since every registration costs the next drawing about 75 ms.
 *
 * @throws {RenderError} `font-missing`, `font-unreadable`, `glyphs-missing`
 */
export function ensureGlyphs(text: string): void {
  loadFonts();
  if (PLAIN.test(text)) return;
  const before = registered.size;
  const fresh = [...new Set(text)].filter((char) => !PLAIN.test(char) && !settled.has(char));
  for (const char of fresh) registerSliceOf(char);
  if (fresh.some((char) => !covers(char, font(16, 400)))) registerLastResort();
  for (const char of fresh) {
    if (!covers(char, font(16, 400))) lacking.add(char);
    settled.add(char);
  }
  if (registered.size > before) warmFonts();
}

/** Text in which a character no font has is written by its number, `⟨1F9FF⟩`. */
export function drawable(text: string): string {
  if (lacking.size === 0 || PLAIN.test(text)) return text;
  return Array.from(text, (char) => (lacking.has(char) ? `⟨${hex(char)}⟩` : char)).join('');
}

const hex = (char: string): string => (char.codePointAt(0) ?? 0).toString(16).toUpperCase();

function registerSliceOf(char: string): void {
  for (const sliced of SLICED) {
    if (!sliced.scripts.test(char)) continue;
    const code = char.codePointAt(0) ?? 0;
    const slice = slicesOf(sliced).find(({ from, to }) => from <= code && code <= to);
    if (slice === undefined || registered.has(slice.file)) continue;
    registerFile(slice.file, sliced.alias);
    registered.add(slice.file);
  }
}

function registerLastResort(): void {
  if (lastResort) return;
  registerFace(LAST_RESORT);
  registered.add(LAST_RESORT.alias);
  lastResort = true;
}

/** The package's own table: slice number → `U+4e00-4e0a,U+4e10`. */
function slicesOf({ packageName, fileOf }: SlicedFont): readonly Slice[] {
  const before = slices.get(packageName);
  if (before !== undefined) return before;
  const folder = packageFolder(packageName);
  const table: Record<string, string> = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'));
  const read = Object.entries(table).flatMap(([key, ranges]) => {
    const file = join(folder, 'files', fileOf(key.replace(/[[\]]/g, '')));
    return ranges.split(',').map((range) => sliceFrom(range, file));
  });
  slices.set(packageName, read);
  return read;
}

function sliceFrom(range: string, file: string): Slice {
  const [from = '0', to = from] = range.replace('U+', '').split('-');
  return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), file };
}
