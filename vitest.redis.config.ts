import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** What needs a real `redis-server` in the path: each file starts its own on loopback, in a folder that goes with it. */
export default defineConfig({
  test: {
    include: ['test/**/*.redis.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/redis.json` }]],
    pool: 'forks',
    maxWorkers: 1,
  },
});
