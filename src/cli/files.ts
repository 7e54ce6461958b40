import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Answer } from '../dispatch/house.ts';
import type { Reply } from '../kernel/reply.ts';
import { makeFolder, writingTo } from './out-folder.ts';

/**
 * Writes an answer's picture and the reply beside it, `<n>-<family>.<verb>.png` and `.json`; each
 * file appears whole or not at all.
 *
 * @returns the reply with the picture's path in it, as in the file
 * @throws {CliError} `out-unwritable`
 */
export async function saveAnswer({ reply, drawn }: Answer, folder: string, n: number): Promise<Reply> {
  if (drawn === undefined) return reply;
  const name = `${n}-${reply.command.replace('.p/', '')}`;
  const file = join(folder, `${name}.png`);
  const saved = { ...reply, pictures: reply.pictures.map((picture) => ({ ...picture, file })) };
  await makeFolder(folder);
  await writeWhole(file, drawn.png);
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify(saved, null, 2)}\n`);
  return saved;
}

/** Writes beside the target and renames, so that no reader and no Ctrl-C ever sees half a file. */
async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const part = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  await writingTo(file, async () => {
    try {
      await writeFile(part, content);
      await rename(part, file);
    } finally {
      await rm(part, { force: true });
    }
  });
}
