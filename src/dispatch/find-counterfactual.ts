import { candidateEdits, edited } from '../analysis/candidate-edits.ts';
import { foundCounterfactual } from '../analysis/counterfactual.ts';
import { cleanRank, rankEdits, readAnswers } from '../analysis/rank-edits.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { meanOfCorrupted } from './corrupted-mean.ts';
import { type Counterfactual, lastLogits, promptOfRow } from './counterfactual-runs.ts';
import { nothingToEdit } from './errors.ts';
import { offersFor, textsOf } from './offers.ts';

/** Edits run for one prompt, as one batch. */
const MOST_EDITS = 48;

/**
 * Another prompt, one token away, that makes the model confidently give another answer of the same
 * kind; where no edit does, the mean over corrupted versions.
 *
 * @param answer  what is explained, usually the likeliest next token
 * @param rival   an answer that is wanted; where no edit gives it, the best other is taken
 * @throws {DispatchError} `nothing-to-edit`
 */
export async function findCounterfactual(ask: Ask, answer: Token, rival?: Token): Promise<Counterfactual> {
  const { prompt } = ask;
  const edits = candidateEdits(prompt.tokens, await offersFor(ask), MOST_EDITS);
  if (edits.length === 0) throw nothingToEdit(prompt.text);
  const rows = edits.map((edit) => edited(prompt.tokens, [edit]));
  const own = prompt.tokens.map(({ id }) => id);
  const [before, ...readings] = readAnswers(await lastLogits(ask, [own, ...rows]), answer.id);
  const texts = await textsOf(
    ask,
    readings.map(({ id }) => id),
  );
  const ranked = rankEdits(edits, readings, answer, await kinshipOf(ask, answer), texts);
  const original = { ...answer, prob: before?.oldProb ?? 0 };
  const enough = cleanRank(original.prob);
  const best = ranked.find(({ says, rank }) => says.id === rival?.id && rank >= enough) ?? ranked[0];
  if (best === undefined || best.rank < enough) return meanOfCorrupted(ask, { edits, best, original });
  const row = edited(prompt.tokens, [best]);
  const finding = foundCounterfactual(best, {
    ...(await promptOfRow(ask, row)),
    answer: { ...best.says, prob: best.prob },
    original: { ...original, after: best.oldProb },
    tried: edits.length,
    rows: [row],
  });
  return { finding, rows: [row] };
}

/** Cosine of the answer's unembedding with every token's. */
async function kinshipOf({ runner, options }: Ask, answer: Token): Promise<Float32Array> {
  return (await runner.similarities([answer.id], 'unembedding', options)).data;
}
