/**
 * How long the long runs are: `DOTP_SOAK=whole npm run test:soak` is what the figures in docs/running.md
 * were had with, half an hour; without it a share of each, so that all of CI fits into its time.
 */
export const isWhole = process.env.DOTP_SOAK === 'whole';
