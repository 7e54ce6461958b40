/** A folder or a `.gguf` file that the person names. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ModelError } from '../errors.ts';
import { type Env, userFolder } from './home.ts';

/** Absolute; a leading `~` is the user's folder even where no shell expanded it. */
export function localPath(text: string, env: Env): string {
  return resolve(/^~[/\\]/.test(text) ? join(userFolder(env), text.slice(2)) : text);
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/**
 * The model at this place: the folder itself in Hugging Face layout, the file, or the one GGUF file in the folder.
 *
 * @throws {ModelError} `file-missing` nothing is there; `not-a-model` it holds none; `file-choice` it holds several
 */
export async function localModel(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined)
    throw fault('file-missing', 'There is no such file or folder.', path, 'Check the path.');
  if (facts.isFile() && /\.gguf$/i.test(path)) return path;
  if (!facts.isDirectory())
    throw fault(
      'not-a-model',
      'This is not a GGUF file.',
      path,
      'Name a .gguf file, or the folder with config.json.',
    );
  const names = await readdir(path);
  if (names.includes('config.json')) return path;
  const quantised = names.filter((name) => /\.gguf$/i.test(name)).sort();
  const [only, ...others] = quantised;
  if (only === undefined)
    throw fault(
      'not-a-model',
      'The folder holds no model.',
      path,
      'It should have config.json, tokenizer.json and model.safetensors, or a .gguf file.',
    );
  if (others.length === 0) return join(path, only);
  const list = quantised.map((name) => `  ${join(path, name)}`).join('\n');
  throw fault(
    'file-choice',
    `${basename(path)} holds several GGUF files.`,
    path,
    `Name one of them:\n${list}`,
  );
}

type LocalCode = 'file-missing' | 'not-a-model' | 'file-choice';

function fault(code: LocalCode, what: string, where: string, fix: string): ModelError {
  return new ModelError({ code, what, where, fix }, 2);
}
