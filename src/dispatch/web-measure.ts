import { type Effect, isLink, LINK_RULE, maskedFit } from '../analysis/influence.ts';
import { doubtsOfAsked } from '../analysis/influence-asked.ts';
import { doubtsOf, probabilityOf } from '../analysis/influence-doubt.ts';
import type {
  InfluenceFinding,
  InfluenceFit,
  InfluenceLink,
  InfluencePair,
} from '../analysis/influence-finding.ts';
import { KEEP, type Mask, randomMasks } from '../analysis/random-masks.ts';
import type { Ask } from './command.ts';
import type { Piece, Pieces, Target } from './web-pieces.ts';
import { type MaskedPiece, maskedPieces } from './web-runs.ts';

/** Masks that are run, the one with everything visible included: 48 to fit and 24 held out. */
const MASKS = 72;
/** Of a long text fewer, so that a run of it over all masks stays payable; these at least. */
const LEAST_MASKS = 24;
const MOST_TOKENS = 20_000;

/** Everything of the finding that is measured. */
export type Influence = Pick<
  InfluenceFinding,
  'nodes' | 'links' | 'weak' | 'pairs' | 'fits' | 'rule' | 'masks' | 'form'
>;

/**
 * How much each piece moved each later one that is to be explained.
 *
 * @param text  at least one target with a source
 */
export async function influence(ask: Ask, text: Pieces): Promise<Influence> {
  const { pieces } = text;
  const targets = text.targets.filter(({ piece }) => isThere(pieces[piece]));
  const hideable = [...new Set(targets.flatMap(({ sources }) => sources))].sort((a, b) => a - b);
  const payable = Math.max(LEAST_MASKS, Math.floor(MOST_TOKENS / text.tokens.length));
  const masks = randomMasks(hideable.length, Math.min(MASKS, payable), ask.seed);
  const nothing = hideable.map(() => false);
  const runs = [...masks, nothing].map((mask) => overPieces(mask, hideable, pieces.length));
  const measured = await maskedPieces(ask, { ...text, targets }, runs);
  const explained = targets.map((target, i) => explain(target, measured[i], runs, pieces));
  return {
    nodes: pieces.map(({ span: _, hiddenFrom: __, ...node }, i) => {
      const after = targets.find(({ piece }) => piece === i)?.after;
      return { id: idOf(i), ...node, ...(after === undefined ? {} : { after: idOf(after) }) };
    }),
    links: explained.flatMap(({ links }) => links),
    weak: explained.flatMap(({ weak }) => weak),
    pairs: explained.flatMap(({ pairs }) => pairs),
    fits: explained.map(({ fit }) => fit),
    rule: LINK_RULE,
    masks: { runs: runs.length, keep: KEEP, seed: ask.seed },
    form: text.form,
  };
}

/** A message that is not found in the prompt as it was said cannot be explained. */
const isThere = (piece: Piece | undefined): boolean =>
  piece !== undefined && piece.span.end > Math.max(1, piece.span.start);

const overPieces = (mask: Mask, hideable: readonly number[], pieces: number): Mask =>
  Array.from({ length: pieces }, (_, piece) => {
    const at = hideable.indexOf(piece);
    return at < 0 || (mask[at] ?? true);
  });

interface Explained {
  readonly fit: InfluenceFit;
  readonly links: readonly InfluenceLink[];
  readonly weak: readonly InfluenceLink[];
  readonly pairs: readonly InfluencePair[];
}

/** The last run, with nothing visible, is no part of the fit: it is far from all others. */
function explain(
  { piece, sources, after }: Target,
  measured: MaskedPiece | undefined,
  runs: readonly Mask[],
  pieces: readonly Piece[],
): Explained {
  if (measured === undefined) throw new RangeError('a piece that was not measured');
  const { values, ...how } = measured;
  const { effects, pairs, ...fit } = maskedFit(
    runs.slice(0, -1).map((mask, i) => ({
      mask: sources.map((source) => mask[source] ?? true),
      value: values[i] ?? Number.NaN,
    })),
  );
  const to = idOf(piece);
  const [value = Number.NaN, alone = Number.NaN] = [values[0], values.at(-1)];
  const probs = { prob: probabilityOf(value), probAlone: probabilityOf(alone) };
  const whole = { ...fit, value, alone, ...probs, ...how };
  const source = (at: number): string => idOf(sources[at] ?? -1);
  const all = effects.map((effect, at) => ({ from: source(at), to, ...effect }));
  const fits = (whole.heldOut.r ?? 1) >= LINK_RULE.fit;
  const isDrawn = (link: Effect): boolean => fits && isLink(link, all);
  const said = pieces[piece]?.role === 'model';
  const asked = said && after !== undefined ? pieces[after]?.text : undefined;
  const told = all.map((link, at) => ({
    ...link,
    text: pieces[sources[at] ?? -1]?.text ?? '',
    linked: isDrawn(link),
  }));
  const doubts = [...(asked === undefined ? [] : doubtsOfAsked(asked, told)), ...doubtsOf(whole, said)];
  return {
    fit: { to, ...whole, doubts },
    links: all.filter(isDrawn),
    weak: all.filter((link) => !isDrawn(link)),
    pairs: pairs.flatMap(({ sources: [a, b], ...effect }) =>
      fits && isLink(effect, [...all, effect]) ? [{ from: [source(a), source(b)], to, ...effect }] : [],
    ),
  };
}

/** `n1` is the first piece. */
const idOf = (piece: number): string => `n${piece + 1}`;
