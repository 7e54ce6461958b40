/** How long the network may take, and how often a fetch tries again. All in milliseconds. */
import type { Env } from './home.ts';

export interface Pace {
  /** From asking until the head of the answer: a Hub that cannot be reached fails within this. */
  readonly answerMs: number;
  /** For asking what a model consists of, all questions together. */
  readonly listingMs: number;
  /** Longest silence in the middle of a body. */
  readonly stallMs: number;
  /** Tries in a row that bring no new byte before giving up. */
  readonly tries: number;
  /** Pause before the second try; doubles with every further one. */
  readonly backoffMs: number;
  /** Longest `Retry-After` that is waited for; a longer one is told to the person instead. */
  readonly longestWaitMs: number;
}

export const usualPace: Pace = {
  answerMs: 5_000,
  listingMs: 60_000,
  stallMs: 20_000,
  tries: 5,
  backoffMs: 500,
  longestWaitMs: 30_000,
};

/** While the default model is looked for: there is another way to it, so a slow Hub costs 5 s in all. */
export function quick(pace: Pace): Pace {
  return { ...pace, answerMs: Math.min(pace.answerMs, 5_000), listingMs: 5_000, longestWaitMs: 2_000 };
}

/** The Hub's own settings, in seconds, win: people behind slow proxies have set them already. */
export function paceOf(env: Env): Pace {
  return {
    ...usualPace,
    answerMs: seconds(env.HF_HUB_ETAG_TIMEOUT) ?? usualPace.answerMs,
    stallMs: seconds(env.HF_HUB_DOWNLOAD_TIMEOUT) ?? usualPace.stallMs,
  };
}

function seconds(text: string | undefined): number | undefined {
  const value = Number(text);
  return text && Number.isFinite(value) && value > 0 ? value * 1000 : undefined;
}
