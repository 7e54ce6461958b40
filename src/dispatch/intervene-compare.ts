import { direct } from '../analysis/direct.ts';
import { type Distribution, leadingIds, movedWord } from '../analysis/edited-distribution.ts';
import type { Metric } from '../analysis/findings.ts';
import type { EditedComponent } from '../analysis/intervention-finding.ts';
import { changedParts, type PartChanges } from '../analysis/intervention-parts.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import { type Token, tokenId } from '../kernel/ids.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { textsOf } from './offers.ts';

/** A run of one of the prompts and what it says next. */
export interface Run {
  readonly trace: Trace;
  readonly says: Distribution;
}

/** Words compared between the two sides. */
const WORDS = 8;

/** Both sides, by one metric: the answer before over the answer after, or where it stays over its runner-up there. */
export async function compareRuns(ask: Ask, before: Run, after: Run, components: readonly EditedComponent[]) {
  const ids = leadingIds(before.says, after.says, WORDS);
  const [answer, other] = [topOf(before), topOf(after)];
  const rival = other === answer ? secondOf(after) : other;
  const texts = await textsOf(ask, [...ids, answer, other, rival].map(tokenId));
  const token = (id: number): Token => ({ id: tokenId(id), text: texts.get(tokenId(id)) ?? '' });
  const metricIn = ({ trace, says }: Run): Metric =>
    metricOf(says.logits, trace.tokens.length - 1, token(answer), token(rival));
  const sides = { before: metricIn(before), after: metricIn(after) };
  return {
    before: { distribution: before.says, answer: token(answer), metric: sides.before },
    after: { distribution: after.says, answer: token(other), metric: sides.after },
    words: ids.map((id) => movedWord(token(id), before.says, after.says)),
    changed: await partsOf(ask, [before, after], [sides.before, sides.after], components),
  };
}

async function partsOf(
  { runner, options }: Ask,
  [before, after]: readonly [Run, Run],
  [was, is]: readonly [Metric, Metric],
  components: readonly EditedComponent[],
): Promise<PartChanges> {
  const toward = await runner.metricDirection(metricWeights(was), options);
  return changedParts(
    { trace: before.trace, direct: direct(before.trace, toward, was) },
    { trace: after.trace, direct: direct(after.trace, toward, is) },
    toward.constant,
    new Set(components.map(({ name }) => name)),
  );
}

/** Id of the likeliest next token. */
export const topOf = ({ says }: Run): number => extreme(says.logits, -1);

const secondOf = (run: Run): number => extreme(run.says.logits, topOf(run));

/** Id of the largest logit but one. */
function extreme(logits: Float32Array, but: number): number {
  let best = -1;
  for (let id = 0; id < logits.length; id++)
    if (id !== but && (best < 0 || (logits[id] ?? 0) > (logits[best] ?? 0))) best = id;
  return best;
}
