import type { TextCodec } from '../../models/text-codec.ts';
import type { Token, TokenId } from '../kernel/ids.ts';

/** Text of one sample as its tokens come: whole characters only, and nothing that may yet become a stop text. */
export interface TextStream {
  /** The tokens that this one settles, each with the text it added; `stopped` when a stop text is complete. */
  push(id: TokenId): { readonly settled: readonly Token[]; readonly stopped: boolean };
  /** Settles the rest; a character left unfinished becomes U+FFFD. */
  end(): readonly Token[];
}

/**
 * @param context  tokens before the first one pushed; some decoders treat the start of a text differently
 * @param stops    texts that end the sample; they and what follows are left out
 */
export function createTextStream(
  codec: Pick<TextCodec, 'decode'>,
  context: readonly TokenId[],
  stops: readonly string[],
): TextStream {
  const added = createDecoder(codec, context);
  let held: Token[] = [];

  const release = (count: number) => held.splice(0, count);
  const heldText = () => held.map(({ text }) => text).join('');

  return {
    push(id) {
      const { text, whole } = added(id);
      held.push({ id, text });
      const all = heldText();
      const cut = firstStop(all, stops);
      if (cut !== undefined) {
        held = before(held, cut);
        return { settled: release(held.length), stopped: true };
      }
      if (!whole) return { settled: [], stopped: false };
      return { settled: release(tokensWithin(held, all.length - overlap(all, stops))), stopped: false };
    },
    end() {
      const last = held.pop();
      if (last !== undefined) held.push({ id: last.id, text: last.text + added(undefined).text });
      return release(held.length);
    },
  };
}

/**
 * Text that each further token adds. A window from the last whole character on is decoded, so the
 * cost of a token does not grow with the text. `undefined` asks for what is left unfinished.
 */
function createDecoder({ decode }: Pick<TextCodec, 'decode'>, context: readonly TokenId[]) {
  let before = context.slice(-1);
  if (unfinished(decode(before))) before = [];
  let pending: TokenId[] = [];
  return (id: TokenId | undefined): { text: string; whole: boolean } => {
    if (id !== undefined) pending.push(id);
    const known = decode(before);
    const text = decode([...before, ...pending]);
    if (id !== undefined && unfinished(text)) return { text: '', whole: false };
    before = pending.length > 0 ? pending : before;
    pending = [];
    return { text: text.slice(known.length), whole: true };
  };
}

const unfinished = (text: string): boolean => text.endsWith('\uFFFD');

function firstStop(text: string, stops: readonly string[]): number | undefined {
  const places = stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return places.length > 0 ? Math.min(...places) : undefined;
}

/** Length of the longest end of the text that is the beginning of a stop text. */
function overlap(text: string, stops: readonly string[]): number {
  const ends = stops.flatMap((stop) =>
    Array.from({ length: Math.min(stop.length - 1, text.length) }, (_, i) => i + 1).filter((length) =>
      text.endsWith(stop.slice(0, length)),
    ),
  );
  return Math.max(0, ...ends);
}

/** How many leading tokens lie wholly within the first `length` characters. */
function tokensWithin(tokens: readonly Token[], length: number): number {
  let end = 0;
  const past = tokens.findIndex(({ text }) => {
    end += text.length;
    return end > length;
  });
  return past < 0 ? tokens.length : past;
}

/** The tokens that begin before a place in their joined text, the last one's text cut there. */
function before(tokens: readonly Token[], cut: number): Token[] {
  let start = 0;
  return tokens.flatMap(({ id, text }) => {
    const room = cut - start;
    start += text.length;
    return room > 0 ? [{ id, text: text.slice(0, room) }] : [];
  });
}
