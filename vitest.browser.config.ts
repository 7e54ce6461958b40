import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** The page in a real Chromium (`chromium` in the path, or CHROMIUM), around a real `dotp serve` on the shipped model. */
export default defineConfig({
  test: {
    include: ['test/**/*.browser.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/browser.json` }]],
    pool: 'forks',
    maxWorkers: 1,
  },
});
