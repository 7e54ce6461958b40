/**
 * How every number is written, in pictures and in words: one place, so that the picture and the text
 * beside it never differ. Minus is U+2212, thousands are grouped by commas, units follow a space.
 */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const ABSENT = '–';

/** `2144` as `2,144`. */
export const count = (n: number): string => (Number.isFinite(n) ? grouped.format(n) : ABSENT);

/** A probability or share: `62 %`, `4.2 %`, `<0.1 %`, `>99.9 %`; never `0 %` for what is not zero. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return ABSENT;
  if (share <= 0) return '0 %';
  if (share < 0.001) return '<0.1 %';
  if (share >= 0.9995) return share >= 1 ? '100 %' : '>99.9 %';
  return share < 0.0995 || share >= 0.995 ? `${(share * 100).toFixed(1)} %` : `${Math.round(share * 100)} %`;
}

/** A score in logits: `+1.24`, `−0.31`, `+0.004`, `−3e-5`; `0` for an exact zero. */
export function signed(score: number): string {
  if (!Number.isFinite(score)) return ABSENT;
  if (score === 0) return '0';
  return score < 0 ? `−${magnitude(-score)}` : `+${magnitude(score)}`;
}

function magnitude(size: number): string {
  if (size >= 1000) return grouped.format(size);
  if (size >= 100) return size.toFixed(1);
  if (size >= 0.01) return size.toFixed(2);
  if (size >= 0.001) return size.toFixed(3);
  return size.toExponential(0);
}

/** An error or tolerance: one digit and its power of ten, `2e-5`; `0` for an exact zero. */
export const tiny = (size: number): string =>
  Number.isFinite(size) ? (size === 0 ? '0' : Math.abs(size).toExponential(0)) : ABSENT;

/** Part of a way, in whole percent: unlike a probability it may lie outside 0 to 100 %, and is written as it is. */
export const shareOf = (share: number): string =>
  Number.isFinite(share) ? `${Math.round(100 * share) + 0} %`.replace('-', '−') : ABSENT;
