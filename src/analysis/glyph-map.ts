import type { TokenId } from '../kernel/ids.ts';
import { at, dot, type Tensor } from '../kernel/tensor.ts';
import type { RolePlace } from './glyph-map-places.ts';
import { shuffled } from './probe.ts';
import type { Samples } from './roles-attention.ts';

/** Null draws of each head. */
const DRAWS = 4;
/** A head that looks at no word with at least this much attention reads none there. */
const LOOKED = 0.1;
/** Fewer words to choose from make “raised most” mean little. */
const LEAST_WORDS = 4;
/** A share of one or two places is all or nothing, by chance too. */
const LEAST_PLACES = 3;

/**
 * Mean attention of one head to what its role says, over the places of the prompt; and, for the null,
 * to as many other keys of the same queries, drawn at random.
 *
 * @param pattern  `[query, key]`
 * @returns undefined where the prompt has no place
 */
export function lookingHere(
  pattern: Tensor,
  places: readonly RolePlace[],
  random: () => number,
): Samples | undefined {
  if (places.length === 0) return undefined;
  const seen = (of: (place: RolePlace) => readonly number[]) =>
    mean(places.map((place) => sum(of(place).map((key) => at(pattern, place.query).data[key] ?? 0))));
  return {
    score: [seen(({ keys }) => keys)],
    null: Array.from({ length: DRAWS }, () =>
      seen(({ keys, others }) => shuffled(others, random).slice(0, keys.length)),
    ),
  };
}

/**
 * Whether one head writes the word that it reads: the share of places at which, of all words of the
 * prompt, its write raises most the logit of the one it looks at most (copying), or lowers it most
 * (suppression). A place is a token from which it looks at a word, the first token left out, with at
 * least a tenth of its attention; fewer than three are no measure. The null asks the same of another word of the prompt.
 *
 * @param pattern  `[query, key]`
 * @param z        `[token, headWidth]`
 * @param reads    by word of the prompt: `W_O · direction` of the head, `[headWidth]`
 */
export function writingHere(
  { pattern, z }: { readonly pattern: Tensor; readonly z: Tensor },
  ids: readonly TokenId[],
  reads: ReadonlyMap<TokenId, Float32Array>,
  role: 'copying' | 'suppression',
  random: () => number,
): { readonly samples: Samples; readonly places: number } | undefined {
  const words = [...reads.keys()];
  if (words.length < LEAST_WORDS) return undefined;
  const sign = role === 'copying' ? 1 : -1;
  const places = ids.flatMap((_, query) => {
    const key = mostLookedAt(at(pattern, query).data, query);
    const word = key === undefined ? undefined : ids[key];
    if (word === undefined) return [];
    const written = words.map((each) => sign * dot(at(z, query).data, reads.get(each) ?? NONE));
    return [{ word, pushed: words[written.indexOf(Math.max(...written))] }];
  });
  if (places.length < LEAST_PLACES) return undefined;
  const another = (word: TokenId) => {
    const rest = words.filter((each) => each !== word);
    return rest[Math.floor(random() * rest.length)];
  };
  const share = (wanted: (word: TokenId) => TokenId | undefined) =>
    mean(places.map(({ word, pushed }) => Number(pushed === wanted(word))));
  return {
    samples: { score: [share((word) => word)], null: Array.from({ length: DRAWS }, () => share(another)) },
    places: places.length,
  };
}

/** The key that gets most, the first left out; undefined where that is too little. */
function mostLookedAt(row: Float32Array, query: number): number | undefined {
  let best = 1;
  for (let key = 2; key <= query; key++) if ((row[key] ?? 0) > (row[best] ?? 0)) best = key;
  return query >= 1 && (row[best] ?? 0) >= LOOKED ? best : undefined;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);
const NONE = new Float32Array(0);
