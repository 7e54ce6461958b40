import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** Importing file, relative to the root. */
  readonly file: string;
  /** A path relative to the root, or a package name. */
  readonly target: string;
  readonly package: boolean;
  readonly typeOnly: boolean;
}

/** Source files of the house, without tests. */
export function sourceFiles(): string[] {
  return ['src', 'models', 'commands', 'renderers'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(room, file)),
  );
}

/** Every static and dynamic import of a file with a literal target, Node's own modules left out. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+\s+from\s+)?'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...found].flatMap(([, type, fixed, dynamic]) => {
    const target = fixed ?? dynamic ?? '';
    if (target.startsWith('node:')) return [];
    const local = target.startsWith('.');
    return {
      file,
      target: local ? normalize(join(dirname(file), target)) : packageName(target),
      package: !local,
      typeOnly: type !== undefined,
    };
  });
}

const packageName = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

/** The room of a file: `src/engine`, `models`, `commands`, `renderers`, or the file itself for `src/main.ts`. */
export function roomOf(file: string): string {
  const [top = '', second = ''] = relative('.', file).split('/');
  return top === 'src' ? `src/${second}` : top;
}
