import { attention } from '../../src/analysis/attention.ts';
import { direct } from '../../src/analysis/direct.ts';
import type { Finding, Metric } from '../../src/analysis/findings.ts';
import { finalScale, finalState, leadingHeads, zOf } from '../../src/analysis/leading-heads.ts';
import { lens, lensStates } from '../../src/analysis/lens.ts';
import { metricWeights } from '../../src/analysis/metric.ts';
import { lastRow, next } from '../../src/analysis/next.ts';
import { traceHooks } from '../../src/analysis/trace-hooks.ts';
import { writes } from '../../src/analysis/writes.ts';
import { type Ask, command } from '../../src/dispatch/command.ts';
import { explain } from '../../src/dispatch/explain.ts';
import { assertExplainable } from '../../src/dispatch/explainable.ts';
import { readQuestion } from '../../src/dispatch/question.ts';
import { step } from '../../src/dispatch/step.ts';
import { attentionFigure } from '../../src/figure/attention.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import { traceWords } from '../../src/figure/trace-words.ts';
import { writesFigure } from '../../src/figure/writes.ts';
import { percent } from '../../src/kernel/numbers.ts';
import { quoted } from '../../src/kernel/token-label.ts';
import type { Trace } from '../../src/kernel/trace.ts';
import { autoOr, count, countOr, oneOf } from '../../src/lang/params.ts';

/** Heads that the QK and OV sides show. */
const HEADS_SHOWN = 10;

export default command({
  path: 'reflect.trace',
  asks: 'Why does the model say its next word?',
  example: '.p/reflect.trace{depth=complete, target=reasoning} The capital of France is',
  params: {
    target: oneOf(
      ['reasoning', 'attention', 'attribution', 'uncertainty', 'memory'],
      'What to look at first; uncertainty asks against the runner-up, memory shows what MLPs recalled and who read it.',
    ).default('reasoning'),
    depth: countOr(['complete'], 1, 100, 'Hops back from the answer; complete goes to the tokens.').default(
      'complete',
    ),
    token: autoOr('The next token to explain; auto takes the likeliest.'),
    against: autoOr(
      'A rival word, or a whole prompt of equal length to compare with; auto finds one; none explains the bare logit.',
      ['none'],
    ),
    mode: oneOf(
      ['session', 'qk', 'ov'],
      'The whole view, where heads look (qk), what they write (ov).',
    ).default('session'),
    top: count(1, 200, 'Heads and MLPs drawn at most.').default(40),
  },
  needs: 'prompt',
  async find(ask, { target, depth, token, against, top }) {
    const { runner, model, prompt, options } = ask;
    assertExplainable(ask);
    const tokens = prompt.tokens.map(({ id }) => id);
    const trace = await runner.trace({ tokens, hooks: traceHooks(model.layers), logits: 'last' }, options);
    const says = next(trace, await runner.readout(finalState(trace, tokens.length - 1), { top: 5 }, options));
    step(
      ask,
      1,
      `The model says ${quoted(says.token.text)} (${percent(says.prob)}); looking for a counterfactual`,
    );
    const question = await readQuestion(ask, says, lastRow(trace), {
      token,
      against,
      runnerUp: target === 'uncertainty',
    });
    const recall = target === 'memory';
    const { attribution, receipt } = await explain(ask, question, {
      depth: depth === 'complete' ? Number.POSITIVE_INFINITY : depth,
      top,
      recall,
    });
    step(ask, 5, 'Reading the answering position');
    return [
      says,
      question.counterfactual.finding,
      attribution,
      receipt,
      ...(await directFindings(ask, trace, question.metric)),
    ];
  },
  show(reply, { mode, target }) {
    if (mode === 'qk' || (mode === 'session' && target === 'attention')) return attentionFigure(reply);
    if (mode === 'ov' || (mode === 'session' && target === 'attribution')) return writesFigure(reply);
    return attributionFigure(reply);
  },
  say: (reply) => traceWords(reply),
});

/** What the answering position itself shows: who writes the answer there, where the leading heads look, what they write. */
async function directFindings({ runner, options }: Ask, trace: Trace, metric: Metric): Promise<Finding[]> {
  const last = trace.tokens.length - 1;
  const scores = direct(trace, await runner.metricDirection(metricWeights(metric), options), metric);
  const heads = leadingHeads(scores, HEADS_SHOWN);
  const picks = heads.map((at) => ({ ...at, z: zOf(trace, at, last) }));
  const scales = heads.map(() => finalScale(trace, last));
  const words = await runner.readout(
    await runner.headWrites(picks, options),
    { top: 5, bottom: 5, scales },
    options,
  );
  const followed = metric.tokens.slice(0, 1).map(({ id }) => id);
  const states = await runner.readout(lensStates(trace, [last]), { top: 3, tokens: followed }, options);
  return [
    scores,
    attention(trace, await runner.outputGram(options), heads, scores),
    writes(heads, words, scores),
    lens(trace, [last], states),
  ];
}
