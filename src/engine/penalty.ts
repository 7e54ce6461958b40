import type { TokenId } from '../kernel/ids.ts';

/** Keskar 1909.05858 found 1.2 a balance between truthful and unrepeated text. */
const PENALTY = 1.2;
/** Runs of so many tokens are written once only. */
const N = 4;

/**
 * Logits `[vocab]` that make what was written less likely: every token of the texts is divided by
 * the repetition penalty of CTRL (Keskar 1909.05858; multiplied where it is below 0, so that it always falls), and
 * one that would complete a run of four tokens that stands in one of them cannot be drawn (Paulus 1705.04304, there of
 * three). The end tokens are left alone: a text may always end.
 *
 * @param texts  written before, the one that is being written last
 */
export function penalised(
  logits: Float32Array,
  texts: readonly (readonly TokenId[])[],
  ends: readonly TokenId[],
): Float32Array {
  const lowered = logits.slice();
  for (const id of new Set(texts.flat())) {
    if (ends.includes(id)) continue;
    const logit = logits[id] ?? 0;
    lowered[id] = logit > 0 ? logit / PENALTY : logit * PENALTY;
  }
  for (const id of completing(texts)) if (!ends.includes(id)) lowered[id] = Number.NEGATIVE_INFINITY;
  return lowered.some((logit) => logit > Number.NEGATIVE_INFINITY) ? lowered : logits;
}

/** Tokens that followed, anywhere in the texts, the tokens that the last text ends with. */
function completing(texts: readonly (readonly TokenId[])[]): TokenId[] {
  const tail = texts.at(-1)?.slice(1 - N) ?? [];
  if (tail.length < N - 1) return [];
  return texts.flatMap((text) =>
    text.filter((_, i) => i >= N - 1 && tail.every((id, k) => text[i - N + 1 + k] === id)),
  );
}
