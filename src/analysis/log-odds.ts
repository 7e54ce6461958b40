/** Log-odds beyond it are cut: 1 − p of a run in 32-bit floats says no more. */
export const MOST_ODDS = 11.5;

/**
 * Log-odds of a whole answer, log p / (1 − p), from the log-probability of each of its tokens (ContextCite):
 * unlike log p it has no ceiling at a sure answer, so that what pieces add stays additive.
 *
 * @returns nats, at most {@link MOST_ODDS}
 */
export function logOdds(logProbs: readonly number[]): number {
  const logProb = Math.min(
    0,
    logProbs.reduce((sum, each) => sum + each, 0),
  );
  return Math.min(MOST_ODDS, logProb - Math.log(-Math.expm1(Math.min(logProb, -1e-12))));
}
