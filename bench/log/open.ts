/** One process that opens a store and shows its log: prints milliseconds as JSON. */
import { render } from '../../renderers/render.ts';
import type { Finding } from '../../src/analysis/findings.ts';
import type { LogFinding } from '../../src/analysis/log-finding.ts';
import { metricNamed } from '../../src/analysis/log-numbers.ts';
import { pointOf } from '../../src/dispatch/log-read.ts';
import { timelineFigure } from '../../src/figure/timeline.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { openMemory } from '../../src/memory/open.ts';

const since = performance.now();
const memory = await openMemory(undefined, { home: process.argv[2] ?? '' });
const { log } = memory.channel('bench');
const points = (await log.last('next.entropy', 50)).map(pointOf);
const shown = performance.now() - since;
const names = await log.metrics();
const listed = performance.now() - since - shown;
if (points.length !== 50 || names.length !== 1) throw new RangeError('not the log that was written');
const finding: LogFinding = {
  kind: 'log',
  ...{ method: '', control: '', caveats: [], unit: 'nats', over: 'session', median: 1, metrics: [] },
  metric: metricNamed('next.entropy'),
  points,
};
const before = performance.now();
const figure = timelineFigure(replyOf(finding));
if (figure !== undefined) await render(figure);
console.log(JSON.stringify({ shown, listed, drawn: performance.now() - before }));
await memory.close();

function replyOf(found: LogFinding): Reply<Finding> {
  const timing = { queued: 0, model: 0, analysis: 0, draw: 0 };
  const prompt = { text: '', tokens: [] };
  return {
    command: '.p/log.show',
    params: {},
    model: null,
    prompt,
    findings: [found],
    pictures: [],
    text: '',
    caveats: [],
    timing,
  };
}
