/** Something whose time is wanted. */
export type Timed = () => Promise<unknown>;

/** Milliseconds of one run. */
export async function timeOf(run: Timed): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/**
 * How many times as long each of `runs` takes as `base`.
 *
 * All are run in turn, round after round, and compared within the round: what else the machine does
 * slows all of a round alike. Each round starts one further along, so that none always follows the same
 * other. The first round warms up and is not counted.
 *
 * @param time  how long a run takes; given in tests, where no clock is to be trusted
 * @returns the median over rounds of time / base time, in the order of `runs`
 */
export async function ratiosTo(
  base: Timed,
  runs: readonly Timed[],
  rounds: number,
  time: typeof timeOf = timeOf,
): Promise<number[]> {
  const all = [base, ...runs];
  const ratios: number[][] = runs.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const times = all.map(() => 0);
    for (let turn = 0; turn < all.length; turn++) {
      const which = (turn + round) % all.length;
      const run = all[which];
      if (run !== undefined) times[which] = await time(run);
    }
    if (round === 0) continue;
    const [first = 1, ...others] = times;
    others.forEach((time, i) => {
      ratios[i]?.push(time / first);
    });
  }
  return ratios.map(median);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
