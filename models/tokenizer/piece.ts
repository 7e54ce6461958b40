import type { RawTokenizer } from './hugging-face.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of one token alone. Bytes that are no whole character show as U+FFFD; a leading space stays
 * (decoding a sequence of one would drop it in SentencePiece vocabularies).
 */
export function pieceOf(raw: RawTokenizer, id: number): string {
  const spelling = raw.spelling(id);
  if (spelling === undefined) return `[${id}]`;
  if (raw.added.has(id)) return spelling;
  if (raw.byteLevel) return textOfBytes(spelling);
  const byte = /^<0x([0-9A-F]{2})>$/.exec(spelling)?.[1];
  if (byte !== undefined) return decoder.decode(Uint8Array.of(Number.parseInt(byte, 16)));
  return spelling.replaceAll('▁', ' ');
}

function textOfBytes(spelling: string): string {
  const bytes = Array.from(spelling, (character) => BYTES.get(character));
  return bytes.every((byte) => byte !== undefined) ? decoder.decode(Uint8Array.from(bytes)) : spelling;
}

/**
 * GPT-2's alphabet: printable bytes of Latin-1 stand for themselves, the other 68 for U+0100 and up
 * in order.
 */
const BYTES: ReadonlyMap<string, number> = new Map(alphabet());

function* alphabet(): Generator<[string, number]> {
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    yield [String.fromCharCode(printable ? byte : next++), byte];
  }
}
