import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Answer, Drawn } from '../dispatch/house.ts';
import type { Reply } from '../kernel/reply.ts';
import { makeFolder, writingTo } from './out-folder.ts';

/** An answer as it lies in the folder. */
export interface Saved {
  /** With the picture's path in it, as in the file beside it. */
  readonly reply: Reply;
  /** Paths of what the command gave beside its words. */
  readonly files: readonly string[];
}

/**
 * Writes an answer's picture and the reply beside it, `<n>-<family>.<verb>.png` and `.json`, and the
 * files that it gives, `<n>-<name>`; each file appears whole or not at all.
 *
 * @throws {CliError} `out-unwritable`
 */
export async function saveAnswer(answer: Answer, folder: string, n: number): Promise<Saved> {
  const { drawn, files = [] } = answer;
  if (drawn === undefined && files.length === 0) return { reply: answer.reply, files: [] };
  await makeFolder(folder);
  const paths = files.map(({ name }) => join(folder, `${n}-${basename(name)}`));
  for (const [i, { bytes }] of files.entries()) await writeWhole(paths[i] ?? '', bytes);
  const reply = drawn === undefined ? answer.reply : await savePicture(answer.reply, drawn, folder, n);
  return { reply, files: paths };
}

async function savePicture(reply: Reply, { png }: Drawn, folder: string, n: number): Promise<Reply> {
  const name = `${n}-${reply.command.replace('.p/', '')}`;
  const file = join(folder, `${name}.png`);
  const saved = { ...reply, pictures: reply.pictures.map((picture) => ({ ...picture, file })) };
  await writeWhole(file, png);
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
