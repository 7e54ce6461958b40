import type { Runner } from '../engine/runner.ts';

export interface Stopwatch {
  readonly runner: Runner;
  /** Milliseconds spent waiting for the model so far. */
  spent(): number;
}

/** The same runner, with the time its calls take added up: what is left of a turn is analysis. */
export function timed(runner: Runner): Stopwatch {
  let spent = 0;
  const clock =
    <Args extends unknown[], Out>(call: (...args: Args) => Promise<Out>) =>
    async (...args: Args): Promise<Out> => {
      const start = performance.now();
      try {
        return await call.apply(runner, args);
      } finally {
        spent += performance.now() - start;
      }
    };
  return {
    spent: () => spent,
    runner: {
      facts: clock(runner.facts),
      tokenize: clock(runner.tokenize),
      chat: clock(runner.chat),
      plain: clock(runner.plain),
      describe: clock(runner.describe),
      trace: clock(runner.trace),
      traceBatch: clock(runner.traceBatch),
      gradients: clock(runner.gradients),
      attribute: clock(runner.attribute),
      readout: clock(runner.readout),
      headWrites: clock(runner.headWrites),
      headInputs: clock(runner.headInputs),
      metricDirection: clock(runner.metricDirection),
      outputGram: clock(runner.outputGram),
      similarities: clock(runner.similarities),
      fitLens: clock(runner.fitLens),
      mapStates: clock(runner.mapStates),
      generate: clock(runner.generate),
      close: clock(runner.close),
    },
  };
}
