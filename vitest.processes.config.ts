import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** Whole processes, started and killed: the calls of the terminal, serving, stores under kills. Node alone. */
export default defineConfig({
  test: {
    include: ['test/**/*.process.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters:
      reports === undefined
        ? ['default']
        : ['default', ['json', { outputFile: `${reports}/processes.json` }]],
    pool: 'forks',
    maxWorkers: 2,
  },
});
