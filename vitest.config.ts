import { defineConfig } from 'vitest/config';

const reports = process.env.DOTP_REPORTS;

/**
 * Runs on Node alone: no network, no Python, no browser. `*.real.test.ts` needs weights and is left to `test:real`,
 * `*.redis.test.ts` needs a Redis server and is left to `test:redis`, `*.soak.test.ts` needs minutes (`test:soak`),
 * `*.wire.test.ts` holds whole conversations with the platforms' own libraries on loopback (`test:wire`),
 * `*.process.test.ts` starts and kills processes (`test:processes`).
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'test/**/*.real.test.ts',
      'test/**/*.redis.test.ts',
      'test/**/*.soak.test.ts',
      'test/**/*.browser.test.ts',
      'test/**/*.wire.test.ts',
      'test/**/*.process.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters:
      reports === undefined ? ['default'] : ['default', ['json', { outputFile: `${reports}/plain.json` }]],
    pool: 'forks',
    isolate: false, // loading the same modules for each of 244 files took as long as a third of the tests
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' }, // whichever file loads the canvas first
    maxWorkers: 2,
  },
});
