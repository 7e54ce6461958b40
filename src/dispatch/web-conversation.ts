import type { Stretch } from '../analysis/sentences.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { keptVisible, type Piece, type Pieces, sourcesOf, type Target } from './web-pieces.ts';
import { spansOf } from './web-spans.ts';

/** Messages in a chat template: all that the model read before its answer. */
export interface Conversation {
  readonly text: string;
  /** As they stand in the text, in order. */
  readonly messages: readonly Pick<Piece, 'text' | 'role' | 'anchor'>[];
}

/**
 * A conversation and its answer: everything the model said is explained by all before it but the message
 * it replies to. What is hidden is what a message says; its frame stays, so that the model reads an empty message.
 */
export async function conversationPieces(
  ask: Ask,
  { text, messages }: Conversation,
  answer: { readonly tokens: readonly Token[]; readonly piece: Piece },
): Promise<Omit<Pieces, 'caveats'>> {
  const places = placesIn(
    text,
    messages.map((message) => message.text),
  );
  const spans = await spansOf(ask, text, answer.tokens, places, 'tight');
  const pieces = [
    ...messages.map((message, i): Piece => {
      const span = spans[i] ?? { start: 0, end: 0 };
      return { ...message, span, hiddenFrom: span.end };
    }),
    answer.piece,
  ];
  const targets = pieces.flatMap(({ role }, i): Target[] => {
    if (role !== 'model') return [];
    const after = pieces[i - 1]?.role === 'person' ? i - 1 : undefined;
    const sources = sourcesOf(i, after);
    return sources.length === 0 ? [] : [{ piece: i, sources, ...(after !== undefined && { after }) }];
  });
  return { tokens: answer.tokens, pieces: keptVisible(pieces, targets), targets, form: 'chat' };
}

/** Where texts stand in one that holds them in this order; one that is not found is empty there. */
export function placesIn(text: string, parts: readonly string[]): Stretch[] {
  let from = 0;
  return parts.map((part) => {
    const trimmed = part.trim();
    const start = text.indexOf(trimmed, from);
    if (start < 0) return { start: from, end: from };
    from = start + trimmed.length;
    return { start, end: from };
  });
}
