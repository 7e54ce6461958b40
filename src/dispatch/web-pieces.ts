import type { InfluenceNode } from '../analysis/influence-finding.ts';
import type { Token } from '../kernel/ids.ts';
import type { Span } from './web-spans.ts';

/** Pieces of one web at most: more could not be read in a picture. Of longer texts the last ones. */
export const MOST_PIECES = 40;

/** A stretch of the text that is read, which may be hidden, or explained, or both. */
export interface Piece extends Omit<InfluenceNode, 'id' | 'after'> {
  /** Its tokens: first, and one behind the last. */
  readonly span: Span;
  /** Hidden from this position on: its own end, or that of the piece that goes on from it. */
  readonly hiddenFrom: number;
}

/** A piece to explain; pieces by their index. */
export interface Target {
  readonly piece: number;
  /** Pieces before it that may be hidden. */
  readonly sources: readonly number[];
  /** The piece it goes on from, never hidden from it. */
  readonly after?: number;
}

/** A text in pieces, as the model reads it. */
export interface Pieces {
  readonly tokens: readonly Token[];
  readonly pieces: readonly Piece[];
  readonly targets: readonly Target[];
  readonly form: 'chat' | 'text';
  readonly caveats: readonly string[];
}

/** All pieces before one, but the one it goes on from. */
export const sourcesOf = (piece: number, after: number | undefined): number[] =>
  Array.from({ length: piece }, (_, earlier) => earlier).filter((earlier) => earlier !== after);

/** What goes on from a piece is not explained by it: it stays visible until that has ended. */
export function keptVisible(pieces: readonly Piece[], targets: readonly Target[]): Piece[] {
  return pieces.map((piece, i) => {
    const next = targets.find(({ after }) => after === i);
    const end = next === undefined ? undefined : pieces[next.piece]?.span.end;
    return end === undefined ? piece : { ...piece, hiddenFrom: end };
  });
}
