import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { withFile } from '../formats/byte-source.ts';
import { isRecord } from '../formats/json-text.ts';
import type { TokenizerForm } from './form.ts';
import { invalid } from './hugging-face.ts';

/** The largest vocabularies (262,144 words) take 33 MB. */
const CAP = 64 * 2 ** 20;

/**
 * The tokenizer of a folder in Hugging Face layout: `tokenizer.json`, and what `tokenizer_config.json`,
 * `special_tokens_map.json` and `chat_template.jinja` add to it.
 *
 * @throws {ModelError} `tokenizer-invalid`, `file-missing`, `file-unreadable`
 */
export async function readTokenizerFolder(folder: string): Promise<TokenizerForm> {
  const where = join(folder, 'tokenizer.json');
  const json = parse(await readText(where), where);
  const special = await optionalJson(join(folder, 'special_tokens_map.json'));
  const config = { ...special, ...(await optionalJson(join(folder, 'tokenizer_config.json'))) };
  const chatTemplate =
    (await optionalText(join(folder, 'chat_template.jinja'))) ?? templateOf(config.chat_template);
  const bosToken = contentOf(config.bos_token);
  const eosToken = contentOf(config.eos_token);
  return {
    where,
    json,
    ...(bosToken !== undefined && { bosToken }),
    ...(eosToken !== undefined && { eosToken }),
    ...(chatTemplate !== undefined && { chatTemplate }),
  };
}

/** A token is written as its text, or as an object around it. */
function contentOf(token: unknown): string | undefined {
  const content = isRecord(token) ? token.content : token;
  return typeof content === 'string' ? content : undefined;
}

/** One template, or a list of named ones of which `default` is for conversations. */
function templateOf(templates: unknown): string | undefined {
  if (typeof templates === 'string') return templates;
  if (!Array.isArray(templates)) return undefined;
  const found: unknown = templates.find((entry) => isRecord(entry) && entry.name === 'default');
  return isRecord(found) && typeof found.template === 'string' ? found.template : undefined;
}

const optionalJson = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
  parse((await optionalText(path)) ?? '{}', path);

const optionalText = async (path: string): Promise<string | undefined> =>
  (await exists(path)) ? readText(path) : undefined;

async function readText(path: string): Promise<string> {
  return withFile(path, async ({ size, read }) => {
    if (size > CAP) throw invalid(`it takes ${size} bytes`, path);
    return new TextDecoder().decode(await read(0, size));
  });
}

function parse(text: string, where: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), where, cause);
  }
  throw invalid('it is not a JSON object', where);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
