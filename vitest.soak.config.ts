import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** Long runs of the whole house: thousands of hostile inputs, crashes over and over. */
export default defineConfig({
  test: {
    include: ['test/**/*.soak.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/soak.json` }]],
    pool: 'forks',
    maxWorkers: 1,
  },
});
