import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GgufValue } from '../../../models/formats/gguf-values.ts';
import { codecOf } from '../../../models/tokenizer/codec.ts';
import { tokenizerFromGguf } from '../../../models/tokenizer/from-gguf.ts';
import { readTokenizerFolder } from '../../../models/tokenizer/read-folder.ts';
import { smallGgufVocabulary } from './small-vocabulary.ts';
import { goldenJson } from './token-goldens.ts';

const model = { vocab: 2000, eos: [2] };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-tokenizer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, value: unknown) =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
const llama2 = goldenJson('sentencepiece/llama-2.json');

test('names of the special tokens come from either file, as text or as objects', async () => {
  await put('tokenizer.json', llama2);
  await put('special_tokens_map.json', { bos_token: { content: '<s>' }, eos_token: '<old>' });
  await put('tokenizer_config.json', { eos_token: '</s>' });
  expect(await readTokenizerFolder(folder)).toMatchObject({ bosToken: '<s>', eosToken: '</s>' });
});

test('a chat template is a file of its own, a text, or the default of several', async () => {
  await put('tokenizer.json', llama2);
  const template = async () => (await readTokenizerFolder(folder)).chatTemplate;
  expect(await template()).toBeUndefined();
  await put('tokenizer_config.json', {
    chat_template: [
      { name: 'tool', template: 'T' },
      { name: 'default', template: 'D' },
    ],
  });
  expect(await template()).toBe('D');
  await put('tokenizer_config.json', { chat_template: 'text' });
  expect(await template()).toBe('text');
  await put('chat_template.jinja', 'file');
  expect(await template()).toBe('file');
});

test.each<readonly [string, unknown, string]>([
  ['no JSON', '{', 'tokenizer-invalid'],
  ['a list', [], 'tokenizer-invalid'],
  ['no model', {}, 'tokenizer-invalid'],
  ['a model without a vocabulary', { ...llama2, model: { type: 'BPE', merges: [] } }, 'tokenizer-invalid'],
  [
    'a token without an id',
    { ...llama2, model: { type: 'BPE', vocab: { a: 'b' }, merges: [] } },
    'tokenizer-invalid',
  ],
  [
    'an id below zero',
    { ...llama2, model: { type: 'BPE', vocab: { a: -1 }, merges: [] } },
    'tokenizer-invalid',
  ],
  ['an unknown decoder', { ...llama2, decoder: { type: 'Morse' } }, 'tokenizer-invalid'],
  ['WordPiece', { ...llama2, model: { type: 'WordPiece', vocab: {} } }, 'tokenizer-unsupported'],
  [
    'a rule that JavaScript reads differently',
    { ...llama2, pre_tokenizer: { type: 'Whitespace' } },
    'tokenizer-unsupported',
  ],
  [
    'a pattern that joins',
    { ...llama2, pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithNext' } },
    'tokenizer-unsupported',
  ],
])('tokenizer.json with %s is refused by name', async (_, json, code) => {
  await put('tokenizer.json', json);
  const load = async () => codecOf(await readTokenizerFolder(folder), model);
  await expect(load()).rejects.toMatchObject({ name: 'ModelError', code });
});

test('a tokenizer that knows more tokens than the model is of another model', async () => {
  await put('tokenizer.json', llama2);
  const form = await readTokenizerFolder(folder);
  expect(() => codecOf(form, { vocab: 100, eos: [] })).toThrow(
    expect.objectContaining({ code: 'tokenizer-invalid' }),
  );
});

test.each<readonly [string, Readonly<Record<string, GgufValue>>, string]>([
  ['an unknown cut', { 'tokenizer.ggml.pre': 'tekken' }, 'tokenizer-unsupported'],
  ['a SentencePiece vocabulary', { 'tokenizer.ggml.model': 'llama' }, 'tokenizer-unsupported'],
  ['tokens that are numbers', { 'tokenizer.ggml.tokens': Int32Array.of(1) }, 'tokenizer-invalid'],
  ['two tokens alike', { 'tokenizer.ggml.tokens': ['a', 'a'] }, 'tokenizer-invalid'],
  ['too few kinds', { 'tokenizer.ggml.token_type': Int32Array.of(1) }, 'tokenizer-invalid'],
  ['a merge of one', { 'tokenizer.ggml.merges': ['ab'] }, 'tokenizer-invalid'],
  ['a merge of three', { 'tokenizer.ggml.merges': ['a b c'] }, 'tokenizer-invalid'],
  [
    'an opening token to add and none named',
    { 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.bos_token_id': 99_999 },
    'tokenizer-invalid',
  ],
])('a GGUF vocabulary with %s is refused by name', (_, more, code) => {
  expect(() => tokenizerFromGguf(smallGgufVocabulary('smollm', more))).toThrow(
    expect.objectContaining({ code }),
  );
});

test('the file says whether an opening token is added, else its cut does', () => {
  const first = (pre: string, more = {}) =>
    codecOf(tokenizerFromGguf(smallGgufVocabulary(pre, more)), model).encode('a')[0];
  expect(first('llama-bpe')).toBe(0);
  expect(first('llama-bpe', { 'tokenizer.ggml.add_bos_token': false })).not.toBe(0);
  expect(first('smollm')).not.toBe(0);
  expect(first('smollm', { 'tokenizer.ggml.add_bos_token': true })).toBe(0);
});
