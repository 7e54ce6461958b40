import { beforeAll, expect, test } from 'vitest';
import { readGguf } from '../../../models/formats/gguf.ts';
import type { TextCodec } from '../../../models/text-codec.ts';
import { codecOf } from '../../../models/tokenizer/codec.ts';
import { tokenizerFromGguf } from '../../../models/tokenizer/from-gguf.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';
import { expectGoldenTokens } from './token-goldens.ts';

let codec: TextCodec;
beforeAll(async () => {
  codec = codecOf(tokenizerFromGguf(await readGguf(await smollm2Gguf())), { vocab: 49_152, eos: [2] });
});

test('SmolLM2’s own vocabulary gives the Rust library’s tokens on 1,000 mixed lines', () => {
  expectGoldenTokens(codec, 'smollm2');
});

test('SmolLM2’s prompt and chat are the published ones', () => {
  expect(codec.pieces(codec.encode('The capital of France is'))).toEqual([
    'The',
    ' capital',
    ' of',
    ' France',
    ' is',
  ]);
  const chat = codec.encode(codec.chat([{ role: 'user', content: 'Hi' }]));
  expect(chat.slice(0, 1)).toEqual([1]); // <|im_start|>, one token
  expect(codec.decode(chat)).toMatch(/<\|im_start\|>user\nHi<\|im_end\|>\n<\|im_start\|>assistant\n$/);
});
