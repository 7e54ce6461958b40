import { direct } from '../../src/analysis/direct.ts';
import type { DirectFinding } from '../../src/analysis/findings.ts';
import { finalState } from '../../src/analysis/leading-heads.ts';
import { metricOf, metricWeights } from '../../src/analysis/metric.ts';
import { lastRow, next } from '../../src/analysis/next.ts';
import { traceHooks } from '../../src/analysis/trace-hooks.ts';
import type { Runner } from '../../src/engine/runner.ts';

/** The direct parts of a prompt's answer, its bare logit, without the rest of a trace. */
export async function directParts(runner: Runner, prompt: string): Promise<DirectFinding> {
  const { layers } = await runner.facts();
  const tokens = (await runner.tokenize(prompt)).map(({ id }) => id);
  const last = tokens.length - 1;
  const trace = await runner.trace({ tokens, hooks: traceHooks(layers), logits: 'last' });
  const says = next(trace, await runner.readout(finalState(trace, last), { top: 1 }));
  const metric = metricOf(lastRow(trace), last, says.token, undefined);
  return direct(trace, await runner.metricDirection(metricWeights(metric)), metric);
}
