import type { Load, TurnSeen } from './measure.ts';
import { median, percentile } from './statistics.ts';

/** The figures of a run, and what they should be. */
export interface Figures {
  readonly turns: number;
  /** By what people read; `answered`: by the bot's own count, failures left out. */
  readonly answeredOnce: number;
  readonly answered: number;
  readonly wrong: number;
  /** ms, of all that take an acknowledgement; one that never came counts as endless. */
  readonly ack: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Of each channel's median wait: the median over all, and the greatest against it. ms. */
  readonly wait: { readonly median: number; readonly worst: number; readonly ratio: number };
  /** MB. `growth`: the median of the last quarter against that of the second. */
  readonly rss: {
    readonly start: number;
    readonly most: number;
    readonly end: number;
    readonly growth: number;
  };
  /** Of the bot's event loop, ms: the worst second's p99, and the median second's. */
  readonly lag: { readonly worst: number; readonly median: number };
  /** Answers a minute. */
  readonly rate: number;
}

export function figuresOf({ turns, looks, answered, wrong, took }: Load): Figures {
  const acks = turns.flatMap(({ ack }) =>
    ack === undefined ? [] : [Number.isNaN(ack) ? Number.POSITIVE_INFINITY : ack],
  );
  const rss = looks.map((look) => look.rss);
  const lags = looks.slice(1).map(({ lag }) => lag);
  const waits = [...channelsOf(turns).values()].map(median);
  return {
    turns: turns.length,
    answeredOnce: turns.filter(({ answers }) => answers === 1).length,
    answered,
    wrong: wrong.length,
    ack: { p50: median(acks), p99: percentile(acks, 0.99), max: Math.max(...acks) },
    wait: { median: median(waits), worst: Math.max(...waits), ratio: Math.max(...waits) / median(waits) },
    rss: {
      start: rss[0] ?? Number.NaN,
      most: Math.max(...rss),
      end: rss.at(-1) ?? Number.NaN,
      growth: growth(rss),
    },
    lag: { worst: Math.max(...lags), median: median(lags) },
    rate: (turns.length / took) * 60_000,
  };
}

function channelsOf(turns: readonly TurnSeen[]): Map<string, number[]> {
  const waits = new Map<string, number[]>();
  for (const { platform, channel, wait = Number.POSITIVE_INFINITY } of turns) {
    const name = `${platform} ${channel}`;
    waits.set(name, [...(waits.get(name) ?? []), wait]);
  }
  return waits;
}

/** The median of the last quarter against that of the second: 1 is flat. The first is warming up. */
export function growth(values: readonly number[]): number {
  const quarter = (n: number) =>
    values.slice(Math.floor((n * values.length) / 4), Math.floor(((n + 1) * values.length) / 4));
  return median(quarter(3)) / median(quarter(1));
}
