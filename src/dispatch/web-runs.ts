import { logOdds } from '../analysis/log-odds.ts';
import type { Mask } from '../analysis/random-masks.ts';
import { blockHook } from '../kernel/hooks.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import type { Piece, Pieces, Target } from './web-pieces.ts';
import type { Span } from './web-spans.ts';

/** Tokens of one batch, over all its rows: what keeps a run within memory, and progress alive. */
const MOST_TOKENS = 2048;
/** Logits read, over all runs: with a large vocabulary the dearer half of the work. */
const MOST_LOGITS = 1.3e8;
/** States read, however small the vocabulary. */
const MOST_STATES = 16_000;
/** Tokens of a piece that are measured at least. */
const LEAST_MEASURED = 4;

/** One piece under every mask. */
export interface MaskedPiece {
  /** `[mask]`, nats. */
  readonly values: readonly number[];
  readonly tokens: number;
  readonly ofTokens: number;
  /** With everything visible each measured token is the likeliest. */
  readonly own: boolean;
}

/**
 * Log-odds of every target under every mask, from one batch of runs: a hidden piece is seen by no
 * position from its end on, in no layer, so that what comes before and the piece itself are as they were.
 * Of an answer that is longer than a run may be the end is left out.
 *
 * The first token is never hidden: models put what they look at in vain there (2309.17453), and lose
 * themselves without it.
 *
 * @param masks  `[mask][piece]`; the first leaves everything visible
 */
export async function maskedPieces(
  ask: Ask,
  { tokens: all, pieces, targets }: Pieces,
  masks: readonly Mask[],
): Promise<MaskedPiece[]> {
  const tokens = all.slice(0, Math.max(ask.model.maxTokens, pieces.at(-1)?.span.start ?? 0));
  const most = Math.min(MOST_STATES, MOST_LOGITS / ask.model.vocab);
  const share = Math.max(LEAST_MEASURED, Math.floor(most / (masks.length * targets.length)));
  const spans = targets.map((target) => measured(pieces, target, Math.floor(share), tokens.length));
  const states = await maskedStates(ask, { tokens, pieces }, masks, spans.flatMap(positionsOf));
  const found: MaskedPiece[] = [];
  let place = 0;
  for (const span of spans) {
    const length = Math.max(0, span.end - span.start);
    const ids = tokens.slice(span.start, span.end).map(({ id }) => id);
    const asked = { top: 1, tokens: ids };
    const read = await ask.runner.readout(ofPlaces(states, place, length), asked, ask.options);
    const values = masks.map((_, mask) =>
      logOdds(ids.map((_, i) => Math.log(read.asked[mask * length + i]?.[i]?.prob ?? Number.NaN))),
    );
    const own = ids.every((id, i) => read.top[i]?.[0]?.token.id === id);
    found.push({ values, tokens: length, ofTokens: span.ofTokens, own });
    place += length;
  }
  return found;
}

interface Measured extends Span {
  readonly ofTokens: number;
}

/** The piece's first tokens, as many as the work allows. */
function measured(pieces: readonly Piece[], { piece }: Target, most: number, length: number): Measured {
  const { start, end } = pieces[piece]?.span ?? { start: 0, end: 0 };
  const first = Math.max(1, start); // nothing predicts the first token
  return { start: first, end: Math.min(end, first + most, length), ofTokens: end - start };
}

/** Positions whose state predicts the span's tokens. */
const positionsOf = ({ start, end }: Span): number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, i) => start - 1 + i);

/** @returns `[mask, place, width]`, the last layer's residual stream at the positions asked for */
async function maskedStates(
  { runner, model, options }: Ask,
  { tokens, pieces }: Pick<Pieces, 'tokens' | 'pieces'>,
  masks: readonly Mask[],
  positions: readonly number[],
): Promise<Tensor> {
  const ids = tokens.map(({ id }) => id);
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const states = new Float32Array(masks.length * positions.length * model.width);
  const size = Math.max(1, Math.floor(MOST_TOKENS / ids.length));
  for (let from = 0; from < masks.length; from += size) {
    const few = masks.slice(from, from + size);
    options.onProgress?.({ step: 'Hiding pieces', done: from, total: masks.length, unit: 'steps' });
    const hooks = await runner.traceBatch(
      {
        rows: few.map(() => ids),
        hooks: [last],
        interventions: few.flatMap((mask, row) => hiding(pieces, mask, row, ids.length)),
      },
      options,
    );
    const found = hooks.get(last);
    if (found === undefined) throw new TypeError(`a run without ${last}`);
    few.forEach((_, row) => {
      positions.forEach((position, place) => {
        const to = ((from + row) * positions.length + place) * model.width;
        states.set(at(found, row, position).data, to);
      });
    });
  }
  return tensor([masks.length, positions.length, model.width], states);
}

function hiding(pieces: readonly Piece[], mask: Mask, row: number, length: number) {
  return pieces.flatMap(({ span: { start, end }, hiddenFrom }, piece) =>
    mask[piece]
      ? []
      : Array.from({ length: end - start }, (_, i) => start + i)
          .filter((key) => key > 0 && key < length)
          .map((key) => ({ kind: 'mask' as const, key, from: Math.min(hiddenFrom, length), row })),
  );
}

/** `[mask · place, width]` of some places that follow each other. */
function ofPlaces(states: Tensor, from: number, count: number): Tensor {
  const [masks = 0, , width = 0] = states.shape;
  const data = new Float32Array(masks * count * width);
  for (let mask = 0; mask < masks; mask++)
    for (let place = 0; place < count; place++)
      data.set(at(states, mask, from + place).data, (mask * count + place) * width);
  return tensor([masks * count, width], data);
}
