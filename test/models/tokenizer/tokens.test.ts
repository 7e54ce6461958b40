import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codecOf } from '../../../models/tokenizer/codec.ts';
import { tokenizerFromGguf } from '../../../models/tokenizer/from-gguf.ts';
import { PRE_TOKENIZERS } from '../../../models/tokenizer/pre-tokenizers.ts';
import { readTokenizerFolder } from '../../../models/tokenizer/read-folder.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { smallGgufVocabulary } from './small-vocabulary.ts';
import { expectGoldenTokens, goldenJson, lines } from './token-goldens.ts';

const model = { vocab: 2000, eos: [] };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-tokens-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([...PRE_TOKENIZERS.keys()].filter((name) => name !== 'llama3'))(
  'a GGUF vocabulary cut as %s gives the Rust library’s tokens on 1,000 mixed lines',
  (pre) => {
    expectGoldenTokens(codecOf(tokenizerFromGguf(smallGgufVocabulary(pre)), model), pre);
  },
);

test.each(['llama-2', 'mistral'])(
  'a tokenizer.json as of %s, with byte fallback, gives the same tokens',
  async (name) => {
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(goldenJson(`sentencepiece/${name}.json`)));
    expectGoldenTokens(codecOf(await readTokenizerFolder(folder), model), name);
  },
);

test('text survives the way to tokens and back', () => {
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm')), model);
  const changed = lines.filter((line) => codec.decode(codec.encode(line)) !== line);
  expect(changed).toEqual([]);
});

test('pieces joined as bytes are the text; alone, an unfinished character is U+FFFD', () => {
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm')), model);
  for (const line of lines.filter((text) => /^[\x20-\x7e\n\t]*$/.test(text)))
    expect(codec.pieces(codec.encode(line)).join('')).toBe(line);
  const unfinished = codec.encode('𓂀');
  expect(unfinished.length).toBeGreaterThan(1);
  for (const piece of codec.pieces(unfinished)) expect(piece).toMatch(/^\ufffd+$/);
  expect(codec.decode(unfinished)).toBe('𓂀');
});

test('byte-fallback pieces keep their space, and bytes show as U+FFFD', async () => {
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(goldenJson('sentencepiece/llama-2.json')));
  const codec = codecOf(await readTokenizerFolder(folder), model);
  const ids = codec.encode('a ☃');
  expect(codec.pieces(ids)).toEqual(['<s>', ' a', ' ', '�', '�', '�']);
  expect(codec.decode(ids.slice(1))).toBe('a ☃');
});

test('an id beyond the vocabulary shows as a number', () => {
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm')), model);
  expect(codec.pieces([tokenId(1999)])).toEqual(['[1999]']);
  expect(codec.decode([])).toBe('');
});
