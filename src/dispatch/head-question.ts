import type { Metric, NextFinding } from '../analysis/findings.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import type { ScoredNode } from '../analysis/node-scores.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { DispatchError } from './errors.ts';
import { nodeValues } from './node-values.ts';
import { type QuestionAsk, readQuestion } from './question.ts';
import { scoreNodes } from './score-nodes.ts';

/** What a head's effect is an effect on, and what it puts out when it is ablated. */
export interface HeadQuestion {
  readonly metric: Metric;
  /** undefined where nothing in the prompt can be exchanged. */
  readonly counterfactual: Counterfactual | undefined;
  readonly values: NodeValues;
  readonly ablation: string;
}

/**
 * As a trace asks, but a prompt in which nothing can be exchanged is no refusal here: the head is then
 * silenced instead, which is said.
 *
 * @param logits  of the answering position, `[vocab]`
 */
export async function headQuestion(
  ask: Ask,
  says: NextFinding,
  logits: Float32Array,
  asked: Pick<QuestionAsk, 'token' | 'against'>,
): Promise<HeadQuestion> {
  try {
    const question = await readQuestion(ask, says, logits, { ...asked, runnerUp: false });
    const { source, text, versions } = question.counterfactual.finding;
    return {
      ...question,
      values: await nodeValues(ask, question.counterfactual),
      ablation:
        source === 'corrupted mean'
          ? `mean over ${versions} corrupted versions, same positions`
          : `patched from the counterfactual “${text}”, same positions`,
    };
  } catch (error) {
    if (!(error instanceof DispatchError) || error.code !== 'nothing-to-edit') throw error;
    const rival = says.top.find(({ id }) => id !== says.token.id);
    const metric = metricOf(logits, ask.prompt.tokens.length - 1, says.token, rival);
    return { metric, counterfactual: undefined, values: silence(ask), ablation: 'zero ablation' };
  }
}

/** Path-averaged scores of every head and MLP; none without a counterfactual. */
export async function headScores(
  ask: Ask,
  { metric, counterfactual, values }: HeadQuestion,
): Promise<readonly ScoredNode[] | undefined> {
  if (counterfactual === undefined) return undefined;
  const terms = Array.from(metricWeights(metric), ([token, weight]) => ({
    token,
    position: metric.position,
    weight,
  }));
  return scoreNodes(ask, terms, counterfactual, values);
}

/** Every head and MLP puts out nothing. */
function silence({ model, prompt }: Ask): NodeValues {
  const tokens = prompt.tokens.length;
  const zeros = (...shape: readonly number[]) =>
    tensor(shape, new Float32Array(shape.reduce((product, n) => product * n, 1)));
  const layers = Array.from({ length: model.layers });
  return {
    heads: layers.map(() => zeros(1, tokens, model.heads, model.headWidth)),
    mlps: layers.map(() => zeros(1, tokens, model.width)),
  };
}
