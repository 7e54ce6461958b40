import type { TextCodec } from '../../models/text-codec.ts';
import { plainText } from '../../models/tokenizer/plain.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';

/** One token a byte, so that most characters beyond ASCII are cut across tokens; one end token. */
export const END = 256;
export const VOCAB = 257;

const decode = (ids: readonly TokenId[]): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(ids.filter((id) => id !== END)));

const plain = plainText(['<end>']);

export const byteCodec: TextCodec = {
  vocab: VOCAB,
  eos: [tokenId(END)],
  encode: (text) => Array.from(new TextEncoder().encode(text), tokenId),
  decode,
  pieces: (ids) => ids.map((id) => (id === END ? '<end>' : decode([id]))),
  plain,
  chat: (messages) => messages.map(({ role, content }) => `${role}: ${plain(content)}\n`).join(''),
  hasChatTemplate: true,
};

export const ids = (text: string): TokenId[] => byteCodec.encode(text);
