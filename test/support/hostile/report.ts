/** What became of a run of hostile inputs. */
export interface Report {
  /** How many came each way. */
  readonly ways: Readonly<Record<string, number>>;
  /** How the turns ended that were taken in. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Everything that must not be; none in a house that holds. */
  readonly offences: readonly string[];
}

export interface HostileOptions {
  readonly seed: number;
  readonly count: number;
  readonly runner: import('../../../src/engine/runner.ts').Runner;
  readonly drawEvery: number;
  /** A folder for the embedded store; in memory without it. */
  readonly home?: string;
}

/** @param outcomes  of the turns that were taken in, by their event */
export const reportOf = (
  inputs: readonly { readonly way: string }[],
  outcomes: ReadonlyMap<string, readonly string[]>,
  offences: readonly string[],
): Report => ({
  ways: counted(inputs.map(({ way }) => way)),
  outcomes: counted([...outcomes.values()].flat()),
  offences: firstOf(offences),
});

/** How many there are of each. */
function counted(words: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** The same offence a thousand times is told a few times. */
const firstOf = (offences: readonly string[]): string[] =>
  offences.length <= 12 ? [...offences] : [...offences.slice(0, 12), `and ${offences.length - 12} more`];

export const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** At once as many as a busy channel sends, then all are waited for: what is found there next does not depend on luck. */
export async function inWaves<T>(
  inputs: readonly T[],
  act: (input: T, index: number) => Promise<void>,
  settled: () => Promise<void>,
): Promise<void> {
  for (let i = 0; i < inputs.length; i += WAVE) {
    await Promise.all(inputs.slice(i, i + WAVE).map((input, j) => act(input, i + j)));
    await settled();
  }
}

const WAVE = 20;
