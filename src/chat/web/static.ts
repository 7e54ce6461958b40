import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const FOLDER = fileURLToPath(new URL('./page/', import.meta.url));

const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'main.js': 'text/javascript; charset=utf-8',
  'turn-view.js': 'text/javascript; charset=utf-8',
  'answer-view.js': 'text/javascript; charset=utf-8',
  'element.js': 'text/javascript; charset=utf-8',
  'house.js': 'text/javascript; charset=utf-8',
  'who.js': 'text/javascript; charset=utf-8',
  'composer.js': 'text/javascript; charset=utf-8',
  'choices.js': 'text/javascript; charset=utf-8',
};

/** Letters of the pictures, for the page too. */
const FONTS: Readonly<Record<string, string>> = {
  'inter-400.woff2': '@fontsource/inter/files/inter-latin-400-normal.woff2',
  'inter-600.woff2': '@fontsource/inter/files/inter-latin-600-normal.woff2',
};

/** The page as it lies beside this file: HTML, a style and a few modules, served as they are. */
export function readPage(): ReadonlyMap<string, StaticFile> {
  const { resolve } = createRequire(import.meta.url);
  const own = Object.entries(FILES).map(
    ([name, type]) => [name, { type, bytes: readFileSync(FOLDER + name) }] as const,
  );
  const fonts = Object.entries(FONTS).map(
    ([name, path]) => [name, { type: 'font/woff2', bytes: readFileSync(resolve(path)) }] as const,
  );
  return new Map([...own, ...fonts]);
}
