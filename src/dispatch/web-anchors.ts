import type { SaidFinding } from '../analysis/said-finding.ts';
import { sentence } from './anchor-scaffold.ts';
import type { AskHere } from './command.ts';
import { type Conversation, placesIn } from './web-conversation.ts';
import { type Piece, type Pieces, sourcesOf } from './web-pieces.ts';
import { spansOf } from './web-spans.ts';

/** Anchors that stand in a text, and the answer to it that each may have moved. */
export async function anchorPieces(
  ask: AskHere,
  { text, messages }: Conversation,
  { form, tokens, piece }: Pick<Pieces, 'tokens' | 'form'> & { readonly piece: Piece },
): Promise<Pieces> {
  const places = placesIn(
    text,
    messages.map((message) => message.text),
  );
  const spans = await spansOf(ask, text, tokens, places, 'tight');
  const pieces = messages.map((message, i): Piece => {
    const span = spans[i] ?? { start: 0, end: 0 };
    return { ...message, span, hiddenFrom: span.end };
  });
  const targets = [{ piece: pieces.length, sources: sourcesOf(pieces.length, undefined) }];
  return { tokens, pieces: [...pieces, piece], targets, form, caveats: [] };
}

/** The anchors of an answer, as its prompt has them. */
export async function anchorsIn(
  { anchors = [], form }: Pick<SaidFinding, 'anchors' | 'form'>,
  runner: AskHere['runner'],
  options: AskHere['options'],
): Promise<Conversation['messages']> {
  return Promise.all(
    anchors.map(async ({ text, ...anchor }) => ({
      role: 'anchor' as const,
      text: await runner.plain(form === 'chat' ? text : sentence(text), options),
      anchor,
    })),
  );
}
