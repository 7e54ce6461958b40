import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ModelError } from '../errors.ts';
import { openFolder } from './open-folder.ts';
import { openGguf } from './open-gguf.ts';
import type { OpenedWeights } from './opened.ts';
import type { VerifyOptions } from './verify.ts';

/**
 * Weights of a folder in Hugging Face layout or of a `.gguf` file, checked and ready to be mapped.
 *
 * The first time, every byte is read once (finite? which sha256?), and a GGUF file is expanded into
 * `cacheFolder`; later calls read headers only.
 *
 * @throws {ModelError} `file-missing`, `not-a-model`, `config-missing`, and whatever is wrong with the
 *   files by name; the signal's reason
 */
export async function openWeights(path: string, options: VerifyOptions): Promise<OpenedWeights> {
  const absolute = resolve(path);
  const facts = await stat(absolute).catch(() => undefined);
  if (facts?.isDirectory()) return openFolder(absolute, options);
  if (facts === undefined || absolute.toLowerCase().endsWith('.gguf')) return openGguf(absolute, options);
  throw new ModelError({
    code: 'not-a-model',
    what: 'This is neither a folder nor a .gguf file.',
    where: absolute,
    fix: 'Give the folder that holds config.json and model.safetensors, or a .gguf file.',
  });
}
