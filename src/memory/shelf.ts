import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shelf } from '../kernel/shelf.ts';
import { MemoryError } from './errors.ts';
import { pathOf, recordOf, removeNamed, wholeFile, writeNamed } from './shelf-file.ts';

/** Form of the files; raising it makes every older one count as not there. */
const FORM = 1;

export interface ShelfPlace {
  /** `DOTP_HOME`; written are files `measured/<fingerprint>/<name>.json` in it. */
  readonly home: string;
  /** Folders of files `<name>.json` that came with dotp, read where the home has none. */
  readonly shipped?: readonly string[];
}

/**
 * The shelf of one model, a JSON file for each measurement. A file names the model's fingerprint,
 * which changes with its weights: one of another model, of another form, or cut off is passed over.
 */
export function openShelf(fingerprint: string, { home, shipped = [] }: ShelfPlace): Shelf {
  const own = join(home, 'measured', fingerprint.slice(0, 32));
  const known = new Map<string, string>();

  async function write(name: string, value: unknown): Promise<void> {
    const file = join(own, fileOf(name));
    try {
      await mkdir(own, { recursive: true });
      await replace(file, shelvedText(fingerprint, value));
    } catch (cause) {
      throw failed(file, cause);
    }
  }

  return {
    async read(name) {
      for (const folder of [own, ...shipped]) {
        const value = await readShelved(join(folder, fileOf(name)), fingerprint);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    write,
    async file(name) {
      for (const folder of [own, ...shipped]) {
        const record = recordOf(await readShelved(join(folder, fileOf(name)), fingerprint));
        const found = record === undefined ? undefined : await wholeFile(folder, record, known);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    async keep(name, writing, about) {
      const file = join(own, fileOf(name));
      const before = recordOf(await readShelved(file, fingerprint));
      await mkdir(own, { recursive: true }).catch((cause: unknown) => {
        throw failed(file, cause);
      });
      const record = await writeNamed(own, writing, about);
      await write(name, record);
      if (before !== undefined && before.sha256 !== record.sha256) await removeNamed(own, before);
      return { path: pathOf(own, record), about };
    },
  };
}

/** What a file of the shelf holds: the committed ones are written with this too. */
export const shelvedText = (fingerprint: string, value: unknown): string =>
  `${JSON.stringify({ form: FORM, fingerprint, value })}\n`;

/** @throws {RangeError} a name that could leave the folder */
function fileOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new RangeError(`not a name of a measurement: ${name}`);
  return `${name}.json`;
}

async function readShelved(file: string, fingerprint: string): Promise<unknown> {
  const found: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  if (typeof found !== 'object' || found === null || !('form' in found) || !('fingerprint' in found))
    return undefined;
  const mine = found.form === FORM && found.fingerprint === fingerprint;
  return mine && 'value' in found ? found.value : undefined;
}

/** The file is the old one or the new one at every moment, also for those who read it meanwhile. */
async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(fresh, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

const failed = (file: string, cause: unknown) =>
  new MemoryError({
    code: 'shelf-failed',
    what: 'A measurement of this model cannot be kept.',
    where: file,
    fix: 'Check that this user may write there and that the disk is not full, or set DOTP_HOME to another folder.',
    cause,
  });
