/** A word, or any text, of a prompt that another takes the place of. */
export interface Replacement {
  readonly from: string;
  /** Empty: the text goes, with the space before it. */
  readonly to: string;
}

export interface EditedText {
  readonly text: string;
  /** In the order given, with how often each was found. */
  readonly replaced: readonly (Replacement & { readonly times: number; readonly inWords: boolean })[];
}

export type EditedTextFault =
  | { readonly fault: 'not-found'; readonly from: string }
  | { readonly fault: 'overlap'; readonly from: string; readonly other: string };

/** `->`, in the ways that keyboards and chat apps write it. */
const ARROW = /[-\u2010-\u2015\u2212]+[>\u203a]|[\u2192\u27f6\u21d2]|=>/gu;

/** Reads `France->Italy` or `France → Italy`; undefined where there is not exactly one arrow behind a text. */
export function readReplacement(typed: string): Replacement | undefined {
  const [from, to, ...more] = typed.split(ARROW);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return from.trim() === '' ? undefined : { from: from.trim(), to: to.trim() };
}

interface Hit {
  readonly start: number;
  readonly end: number;
  readonly by: number;
}

/**
 * A text with replacements made, all of them on the text as it was: `a->b` and `b->a` exchange the two.
 * Every occurrence that is a whole word is exchanged; where none is, every occurrence at all.
 */
export function editedText(text: string, replacements: readonly Replacement[]): EditedText | EditedTextFault {
  const found = replacements.map(({ from }) => occurrences(text, from));
  const missing = replacements.find((_, i) => found[i]?.places.length === 0);
  if (missing !== undefined) return { fault: 'not-found', from: missing.from };
  const hits = replacements
    .flatMap((replacement, by) =>
      (found[by]?.places ?? []).map((at): Hit => ({ ...extent(text, at, replacement), by })),
    )
    .sort((a, b) => a.start - b.start);
  const clash = hits.findIndex((hit, i) => i > 0 && hit.start < (hits[i - 1]?.end ?? 0));
  if (clash > 0) {
    const [from = '', other = ''] = [clash, clash - 1].map((i) => replacements[hits[i]?.by ?? 0]?.from);
    return { fault: 'overlap', from, other };
  }
  return {
    text: spliced(text, hits, replacements),
    replaced: replacements.map((replacement, i) => ({
      ...replacement,
      times: found[i]?.places.length ?? 0,
      inWords: found[i]?.inWords ?? false,
    })),
  };
}

/** Where a text stands: as whole words, or else (`inWords`) anywhere. */
function occurrences(text: string, wanted: string): { places: number[]; inWords: boolean } {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  const whole = places.filter((at) => isWhole(text, at, at + wanted.length));
  return whole.length > 0 ? { places: whole, inWords: false } : { places, inWords: places.length > 0 };
}

const LETTER = /[\p{L}\p{M}\p{N}]/u;

function isWhole(text: string, start: number, end: number): boolean {
  const inside = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && LETTER.test(a) && LETTER.test(b);
  const before = Array.from(text.slice(Math.max(0, start - 2), start)).at(-1);
  const [first, ...rest] = Array.from(text.slice(start, end));
  const [after] = Array.from(text.slice(end, end + 2));
  return !inside(before, first) && !inside(rest.at(-1) ?? first, after);
}

/** What goes: the text, and where nothing takes its place the space before it. */
function extent(text: string, at: number, { from, to }: Replacement): { start: number; end: number } {
  const end = at + from.length;
  if (to !== '') return { start: at, end };
  if (at > 0) return { start: /\s/.test(text[at - 1] ?? '') ? at - 1 : at, end };
  return { start: at, end: /\s/.test(text[end] ?? '') ? end + 1 : end };
}

function spliced(text: string, hits: readonly Hit[], replacements: readonly Replacement[]): string {
  let edited = '';
  let done = 0;
  for (const { start, end, by } of hits) {
    edited += text.slice(done, start) + (replacements[by]?.to ?? '');
    done = end;
  }
  return edited + text.slice(done);
}
