import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
export interface StaticFile {
  readonly type: string;
  readonly text: string;
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

/** The page as it lies beside this file: HTML, a style and a few modules, served as they are. */
export function readPage(): ReadonlyMap<string, StaticFile> {
  return new Map(
    Object.entries(FILES).map(([name, type]) => [name, { type, text: readFileSync(FOLDER + name, 'utf8') }]),
  );
}
