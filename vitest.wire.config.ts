import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** The real discord.js and the real Bolt against fakes that speak the platforms' protocols on loopback. Node alone. */
export default defineConfig({
  test: {
    include: ['test/**/*.wire.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/wire.json` }]],
    pool: 'forks',
    maxWorkers: 2,
  },
});
