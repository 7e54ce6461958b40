import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Every word that a model of a closed world was trained on, as its folder lists them.
 *
 * @returns undefined when the folder has no such list: an open world
 */
export async function worldWords(folder: string): Promise<ReadonlySet<string> | undefined> {
  const text = await readFile(join(folder, 'world_words.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : new Set(z.array(z.string()).parse(JSON.parse(text)));
}
