import type { HeadAddress, look } from '../analysis/attention.ts';
import { type Copying, copying } from '../analysis/copying.ts';
import type { Metric } from '../analysis/findings.ts';
import type { HeadWrites } from '../analysis/head-finding.ts';
import { finalScale, zOf } from '../analysis/leading-heads.ts';
import { metricWeights } from '../analysis/metric.ts';
import { readFrom, readValue } from '../analysis/ov.ts';
import type { Token } from '../kernel/ids.ts';
import { tensor } from '../kernel/tensor.ts';
import type { Reading, Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';

const WORDS = 5;
/** Looked-at tokens for which it is said what the head would write. */
const WOULD = 3;

/** One head at one position, and the tokens it looks at, most first. */
export interface HeadPlace {
  readonly address: HeadAddress;
  readonly position: number;
  readonly looked: readonly number[];
}

/**
 * OV: words the head raises and lowers here, what that adds to the metric by the token read, what it
 * would write for single tokens, and how far that is the token itself.
 */
export async function headWrites(
  { runner, options, seed }: Ask,
  trace: Trace,
  { address, position, looked }: HeadPlace,
  metric: Metric,
): Promise<{ readonly writes: HeadWrites; readonly copies: Copying }> {
  const scale = finalScale(trace, position);
  const sources = eachOnce(trace.tokens.slice(0, position + 1), looked);
  const states = [
    zOf(trace, address, position),
    ...sources.map((source) => readValue(trace, address, source)),
  ];
  const written = await runner.headWrites(
    states.map((z) => ({ ...address, z })),
    options,
  );
  const tokens = sources.flatMap((source) => trace.tokens[source]?.id ?? []);
  const scales = states.map(() => scale);
  const read = await runner.readout(written, { top: WORDS, bottom: WORDS, scales, tokens }, options);
  const answers = position === metric.position;
  const toward = answers ? await runner.metricDirection(metricWeights(metric), options) : undefined;
  const from = toward === undefined ? [] : readFrom(trace, toward, address, position, scale);
  const raised = read.asked.slice(1).flatMap((row) => row.map(({ logit }) => logit));
  return {
    writes: {
      up: words(read.top[0]),
      down: words(read.bottom[0]),
      direct: toward === undefined ? null : from.reduce((sum, score) => sum + score, 0),
      from,
      would: sources.slice(0, WOULD).map((source, i) => ({ position: source, up: words(read.top[i + 1]) })),
    },
    copies: copying(tensor([sources.length, sources.length], Float32Array.from(raised)), seed),
  };
}

const words = (row: readonly Reading[] = []) => row.map(({ token, logit }) => ({ token, logit }));

/** Each different token once, where it is looked at most. */
const eachOnce = (tokens: readonly Token[], looked: readonly number[]): number[] => {
  const seen = new Set<number>();
  return looked.filter((key) => {
    const id = tokens[key]?.id;
    if (id === undefined || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
};

/** Keys by falling value-weighted attention, sinks left out. */
export function lookedAt({ weighted }: ReturnType<typeof look>, sinks: readonly number[]): number[] {
  return Array.from(weighted.keys())
    .filter((key) => !sinks.includes(key))
    .sort((a, b) => (weighted[b] ?? 0) - (weighted[a] ?? 0));
}
