import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fontRegistry } from './canvas.ts';
import { RenderError } from './errors.ts';

/** Some files of an npm package, known to the canvas under one family name of ours. */
export interface Face {
  /** Never the name inside the file, which a system font might have too. */
  readonly alias: string;
  readonly packageName: string;
  readonly folder: string;
  readonly files: RegExp;
}

/** @throws {RenderError} `font-missing`, `font-unreadable` */
export function registerFace({ alias, packageName, folder, files }: Face): void {
  const path = join(packageFolder(packageName), folder);
  const found = readdirSync(path)
    .filter((name) => files.test(name))
    .sort(); // one order on every file system, so that the same file wins a glyph
  if (found.length === 0) throw missing(packageName, path);
  for (const name of found) registerFile(join(path, name), alias);
}

/** @throws {RenderError} `font-unreadable` */
export function registerFile(path: string, alias: string): void {
  if (fontRegistry.register(readFileSync(path), alias) !== null) return;
  throw new RenderError({
    code: 'font-unreadable',
    what: 'A font could not be read.',
    where: path,
    fix: 'Reinstall the packages with `npm ci`.',
  });
}

/** @throws {RenderError} `font-missing` */
export function packageFolder(packageName: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  } catch (cause) {
    throw missing(packageName, packageName, cause);
  }
}

const missing = (packageName: string, where: string, cause?: unknown): RenderError =>
  new RenderError({
    code: 'font-missing',
    what: `The font package ${packageName} is not installed.`,
    where,
    fix: 'Run `npm ci`.',
    cause,
  });
