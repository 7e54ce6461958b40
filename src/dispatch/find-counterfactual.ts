import { candidateEdits, type Edit, edited } from '../analysis/candidate-edits.ts';
import { foundCounterfactual } from '../analysis/counterfactual.ts';
import { cleanRank, type RankedEdit, rankEdits, readAnswers } from '../analysis/rank-edits.ts';
import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { meanOfCorrupted } from './corrupted-mean.ts';
import { type Counterfactual, lastLogits, promptOfRow } from './counterfactual-runs.ts';
import { nothingToEdit } from './errors.ts';
import { offersFor, textsOf } from './offers.ts';

/** Edits run as one batch; as many again where none of them is clean. */
const AT_ONCE = 48;

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
  const edits = candidateEdits(prompt.tokens, await offersFor(ask), 2 * AT_ONCE);
  if (edits.length === 0) throw nothingToEdit(prompt.text);
  const first = await tryEdits(ask, edits.slice(0, AT_ONCE), answer);
  const enough = cleanRank(first.before);
  const clean = first.ranked.some(({ rank }) => rank >= enough) || edits.length <= AT_ONCE;
  const ranked = clean
    ? first.ranked
    : [...first.ranked, ...(await tryRest(ask, edits, answer))].sort(byRank);
  const original = { ...answer, prob: first.before };
  const best = ranked.find(({ says, rank }) => says.id === rival?.id && rank >= enough) ?? ranked[0];
  const tried = clean ? Math.min(edits.length, AT_ONCE) : edits.length;
  if (best === undefined || best.rank < enough)
    return meanOfCorrupted(ask, { edits: edits.slice(0, AT_ONCE), tried, best, original });
  const row = edited(prompt.tokens, [best]);
  const finding = foundCounterfactual(best, {
    ...(await promptOfRow(ask, row)),
    answer: { ...best.says, prob: best.prob },
    original: { ...original, after: best.oldProb },
    tried,
    rows: [row],
  });
  return { finding, rows: [row] };
}

const byRank = (a: RankedEdit, b: RankedEdit): number => b.rank - a.rank;

const tryRest = async (ask: Ask, edits: readonly Edit[], answer: Token): Promise<readonly RankedEdit[]> =>
  (await tryEdits(ask, edits.slice(AT_ONCE), answer)).ranked;

/** What each edit makes the model say, best first, beside the prompt's own probability of the answer. */
async function tryEdits(
  ask: Ask,
  edits: readonly Edit[],
  answer: Token,
): Promise<{ readonly before: number; readonly ranked: readonly RankedEdit[] }> {
  const { tokens } = ask.prompt;
  const rows = [[], ...edits.map((edit) => [edit])].map((each) => edited(tokens, each));
  const [before, ...readings] = readAnswers(await lastLogits(ask, rows), answer.id);
  const texts = await textsOf(
    ask,
    readings.map(({ id }) => id),
  );
  const ranked = rankEdits(edits, readings, answer, await kinshipOf(ask, answer), texts);
  return { before: before?.oldProb ?? 0, ranked };
}

/** Cosine of the answer's unembedding with every token's. */
async function kinshipOf({ runner, options }: Ask, answer: Token): Promise<Float32Array> {
  return (await runner.similarities([answer.id], 'unembedding', options)).data;
}
