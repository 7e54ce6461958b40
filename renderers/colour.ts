import { COLOR } from './theme.ts';

type Rgb = readonly [number, number, number];

/** Viridis at nine even stops (Smith & van der Walt 2015). */
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [253, 231, 37],
];

/** A share 0..1 on the heat scale; the root keeps small shares apart. */
export const heat = (share: number): string => css(between(VIRIDIS, Math.sqrt(clamp(share))));

/** A tint −1..1: opposing orange, none, supporting blue; `strength` is the mix at the ends. */
export function diverging(tint: number, neutral: string = COLOR.raised, strength = 0.85): string {
  const toward = tint < 0 ? COLOR.opposes : COLOR.supports;
  return mix(neutral, toward, strength * Math.sqrt(Math.min(1, Math.abs(tint))));
}

/** `amount` 0: a, 1: b. */
export function mix(a: string, b: string, amount: number): string {
  return css(between([rgb(a), rgb(b)], clamp(amount)));
}

/** The same colour with opacity. */
export function fade(color: string, opacity: number): string {
  const [r, g, b] = rgb(color);
  return `rgba(${r}, ${g}, ${b}, ${clamp(opacity).toFixed(3)})`;
}

/** Dark or light text, whichever reads better on the ground. */
export const inkOn = (ground: string): string => (luminance(ground) > 0.19 ? COLOR.ink : COLOR.text);

/** Relative luminance, WCAG 2. */
export function luminance(color: string): number {
  const [r, g, b] = rgb(color).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function between(stops: readonly Rgb[], at: number): Rgb {
  const place = at * (stops.length - 1);
  const low = stops[Math.floor(place)] ?? [0, 0, 0];
  const high = stops[Math.min(stops.length - 1, Math.floor(place) + 1)] ?? low;
  const part = place - Math.floor(place);
  const channel = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * part);
  return [channel(0), channel(1), channel(2)];
}

function rgb(color: string): Rgb {
  const hex = Number.parseInt(color.slice(1), 16);
  return [(hex >> 16) & 255, (hex >> 8) & 255, hex & 255];
}

const css = ([r, g, b]: Rgb): string =>
  `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

const clamp = (x: number): number => (Number.isFinite(x) ? Math.min(1, Math.max(0, x)) : 0);
