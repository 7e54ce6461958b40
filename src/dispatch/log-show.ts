import type { LogFinding } from '../analysis/log-finding.ts';
import { metricNamed } from '../analysis/log-numbers.ts';
import { quantile } from '../analysis/quantile.ts';
import type { MergedLog } from '../memory/merged-log.ts';
import type { Here } from './here.ts';
import { metricMeant } from './log-meant.ts';
import { logOver, type Over, pointOf } from './log-read.ts';

/**
 * One metric of the log over the last answers that have it; without a metric, what there is.
 *
 * @throws {DispatchError} `metric-unknown`, `not-permitted`
 */
export async function logFinding(
  here: Here,
  { metric, last, over }: { readonly metric?: string; readonly last: number; readonly over: Over },
): Promise<LogFinding> {
  const log = logOver(here, over);
  const names = await log.metrics();
  const meant = metric === undefined ? undefined : metricNamed(metricMeant(metric, names));
  const points = meant === undefined ? [] : (await log.last(meant.name, last)).map(pointOf);
  const values = points.flatMap(({ value }) => value ?? []);
  return {
    kind: 'log',
    method: 'numbers kept with each answer when it was given, read by key; nothing is measured again',
    unit: meant?.unit ?? 'each its own',
    control: 'none',
    caveats: caveatsOf(points),
    over,
    metric: meant === undefined ? null : { name: meant.name, what: meant.what },
    points,
    median: values.length === 0 ? null : quantile(values, 0.5),
    metrics: meant === undefined ? await latestOf(log, names) : [],
  };
}

const latestOf = (log: MergedLog, names: readonly string[]): Promise<LogFinding['metrics']> =>
  Promise.all(
    names.map(async (name) => {
      const [latest] = await log.last(name, 1);
      return { ...metricNamed(name), latest: { value: latest?.value ?? null, at: latest?.at ?? 0 } };
    }),
  );

/** Numbers that should not be compared as one line. */
function caveatsOf(points: LogFinding['points']): string[] {
  const several = (of: 'model' | 'command') => new Set(points.map((point) => point[of])).size > 1;
  return [
    ...(several('model')
      ? ['Log: the points are of several models, which measure alike but not the same.']
      : []),
    ...(several('command') ? ['Log: the points are of several commands.'] : []),
  ];
}
