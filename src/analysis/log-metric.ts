import type { Finding } from './findings.ts';

type Kind = Finding['kind'];
type FindingOf<K extends Kind> = Extract<Finding, { kind: K }>;

/** What a number of the log is. */
export interface LogMetric {
  /** `<kind>.<name>`: `next.entropy` */
  readonly name: string;
  readonly unit: string;
  /** Completes “How did … change?”. */
  readonly what: string;
}

/** What the findings of one kind leave in the log. */
export interface Leaves {
  readonly metrics: readonly LogMetric[];
  /** @returns by name; null where a number was asked for and there was none, absent where it was not asked for */
  numbers(findings: readonly Finding[]): ReadonlyMap<string, number | null>;
  /** Why they leave nothing. */
  readonly none?: string;
}

/** One number: its unit, what it is, and how it is read from the first finding of its kind, or from all of them. */
type Reading<F> = readonly [
  unit: string,
  what: string,
  read: (finding: F, all: readonly F[]) => number | null | undefined,
];

/** @param readings  by name; a name stays what it is for good, since logs hold it */
export function leaves<K extends Kind>(
  kind: K,
  readings: Readonly<Record<string, Reading<FindingOf<K>>>>,
): Leaves {
  const rows = Object.entries(readings).map(([name, [unit, what, read]]) => ({
    metric: { name: `${kind}.${name}`, unit, what },
    read,
  }));
  return {
    metrics: rows.map(({ metric }) => metric),
    numbers(findings) {
      const own = findings.filter((each): each is FindingOf<K> => each.kind === kind);
      const [first] = own;
      if (first === undefined) return new Map();
      const read = rows.map(({ metric, read }) => [metric.name, read(first, own)] as const);
      return new Map(read.flatMap(([name, value]) => (value === undefined ? [] : [[name, finite(value)]])));
    },
  };
}

/** @param none  why: the test of the table asks for words */
export const leavesNone = (none: string): Leaves => ({ metrics: [], numbers: () => new Map(), none });

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
