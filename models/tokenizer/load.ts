import type { ModelDescription } from '../description.ts';
import type { TokenizerSource } from '../formats/opened.ts';
import type { TextCodec } from '../text-codec.ts';
import { codecOf } from './codec.ts';
import { tokenizerFromGguf } from './from-gguf.ts';
import { idsOnly } from './ids-only.ts';
import { readTokenizerFolder } from './read-folder.ts';

/**
 * The text side of opened weights.
 *
 * @throws {ModelError} `tokenizer-invalid`, `tokenizer-unsupported`, `tokenizer-missing`, `file-unreadable`
 */
export async function loadTokenizer(source: TokenizerSource, model: ModelDescription): Promise<TextCodec> {
  if (source.kind === 'none') return idsOnly(model, source.folder);
  if (source.kind === 'gguf') return codecOf(tokenizerFromGguf(source.file), model);
  return codecOf(await readTokenizerFolder(source.folder), model);
}
