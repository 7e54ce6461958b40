import { attention } from '../../src/analysis/attention.ts';
import { direct } from '../../src/analysis/direct.ts';
import { directGraph } from '../../src/analysis/direct-graph.ts';
import type { Metric, NextFinding } from '../../src/analysis/findings.ts';
import { finalScale, finalState, leadingHeads, zOf } from '../../src/analysis/leading-heads.ts';
import { lens, lensStates } from '../../src/analysis/lens.ts';
import { metricOf, metricWeights } from '../../src/analysis/metric.ts';
import { lastRow, next } from '../../src/analysis/next.ts';
import { traceHooks } from '../../src/analysis/trace-hooks.ts';
import { writes } from '../../src/analysis/writes.ts';
import { chooseToken } from '../../src/dispatch/choose-token.ts';
import { type Ask, command } from '../../src/dispatch/command.ts';
import { answerIsRival } from '../../src/dispatch/errors.ts';
import { attentionFigure } from '../../src/figure/attention.ts';
import { attributionFigure } from '../../src/figure/attribution.ts';
import { traceWords } from '../../src/figure/trace-words.ts';
import { writesFigure } from '../../src/figure/writes.ts';
import { autoOr, count, countOr, oneOf } from '../../src/lang/params.ts';

/** Heads that the QK and OV sides show. */
const HEADS_SHOWN = 10;

export default command({
  path: 'reflect.trace',
  asks: 'Why does the model say its next word?',
  example: '.p/reflect.trace{depth=complete, target=reasoning} The capital of France is',
  params: {
    target: oneOf(['reasoning', 'attention', 'attribution'], 'What to look at first.').default('reasoning'),
    depth: countOr(['complete'], 1, 100, 'Hops back from the answer; complete goes to the tokens.').default(
      'complete',
    ),
    token: autoOr('The next token to explain; auto takes the likeliest.'),
    against: autoOr('Its rival; auto takes the runner-up, none explains the bare logit.', ['none']),
    mode: oneOf(
      ['session', 'qk', 'ov'],
      'The whole view, where heads look (qk), what they write (ov).',
    ).default('session'),
    top: count(1, 200, 'Components drawn at most.').default(40),
  },
  needs: 'prompt',
  async find(ask, { depth, token, against, top }) {
    const { runner, model, prompt, options } = ask;
    const last = prompt.tokens.length - 1;
    const trace = await runner.trace(
      { tokens: prompt.tokens.map(({ id }) => id), hooks: traceHooks(model.layers), logits: 'last' },
      options,
    );
    const says = next(trace, await runner.readout(finalState(trace, last), { top: 5 }, options));
    const metric = await metricFor(ask, says, lastRow(trace), { token, against });
    const scores = direct(trace, await runner.metricDirection(metricWeights(metric), options), metric);
    const heads = leadingHeads(scores, HEADS_SHOWN);
    const written = await runner.headWrites(
      heads.map((at) => ({ ...at, z: zOf(trace, at, last) })),
      options,
    );
    const words = await runner.readout(
      written,
      { top: 5, bottom: 5, scales: heads.map(() => finalScale(trace, last)) },
      options,
    );
    const [answer] = metric.tokens;
    const states = lensStates(trace, [last]);
    return [
      says,
      scores,
      directGraph(scores, { depth: depth === 'complete' ? 2 : depth, top }),
      attention(trace, await runner.outputGram(options), heads, scores),
      writes(heads, words, scores),
      lens(
        trace,
        [last],
        await runner.readout(states, { top: 3, tokens: answer === undefined ? [] : [answer.id] }, options),
      ),
    ];
  },
  show(reply, { mode, target }) {
    if (mode === 'qk' || (mode === 'session' && target === 'attention')) return attentionFigure(reply);
    if (mode === 'ov' || (mode === 'session' && target === 'attribution')) return writesFigure(reply);
    return attributionFigure(reply);
  },
  say: (reply) => traceWords(reply),
});

/** The answer and its rival, as asked: see the parameters `token` and `against`. */
async function metricFor(
  ask: Ask,
  says: NextFinding,
  logits: Float32Array,
  { token, against }: { token: string; against: string },
): Promise<Metric> {
  const answer = token === 'auto' ? says.token : await chooseToken(ask, token, logits);
  const runnerUp = says.top.find(({ id }) => id !== answer.id);
  const rival =
    against === 'none' ? undefined : against === 'auto' ? runnerUp : await chooseToken(ask, against, logits);
  if (rival?.id === answer.id) throw answerIsRival(answer);
  const named = rival === undefined ? undefined : { id: rival.id, text: rival.text };
  return metricOf(logits, ask.prompt.tokens.length - 1, answer, named);
}
