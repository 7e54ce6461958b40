import { edited, largest } from '../analysis/candidate-edits.ts';
import { type Distribution, distributionOf, divergence } from '../analysis/edited-distribution.ts';
import { interventionControl } from '../analysis/intervention.ts';
import type { ExchangedTokens, InterventionControl } from '../analysis/intervention-finding.ts';
import { isSameWord, kindOf } from '../analysis/word-kind.ts';
import { type Token, tokenId } from '../kernel/ids.ts';
import { at } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { rowLogits } from './intervene.ts';
import { textsOf } from './offers.ts';

const OTHERS = 20;
/** Neighbours looked at for those of the word's own kind. */
const NEIGHBOURS = 300;

export interface WordControl {
  readonly controls: readonly InterventionControl[];
  /** Why there is none. */
  readonly notes: readonly string[];
}

/**
 * Other words of the same kind in the place of the ones that were exchanged, nearest in the embedding
 * first: what any such exchange does.
 *
 * @param ask  with the prompt as it was
 * @param kl   of the replacement alone
 */
export async function replaceControl(
  ask: Ask,
  exchanged: readonly ExchangedTokens[],
  before: Distribution,
  kl: number,
): Promise<WordControl> {
  const single = exchanged.flatMap(({ position, from, to }) => {
    const [old, put] = [from[0], to[0]];
    const one = from.length === 1 && to.length === 1;
    return one && old !== undefined && put !== undefined ? [{ position, old, put }] : [];
  });
  if (single.length < exchanged.length)
    return without('what was exchanged is not one token for one token, so no like exchanges could be drawn');
  const others = await Promise.all(single.map(({ old, put }) => othersFor(ask, old, put)));
  const count = Math.max(0, ...others.map((words) => words.length));
  if (others.some((words) => words.length === 0))
    return without('no other words of the same kind are known for what was exchanged');
  const rows = Array.from({ length: count }, (_, i) =>
    edited(
      ask.prompt.tokens,
      single.flatMap(({ position }, w) => {
        const to = others[w]?.[i % (others[w]?.length ?? 1)];
        return to === undefined ? [] : [{ position, to }];
      }),
    ),
  );
  const kls = (await rowLogits(ask, rows)).map((logits) => divergence(before, distributionOf(logits)));
  const drawn = `${count} other words in the same place`;
  return { controls: [interventionControl('words', drawn, kl, kls)], notes: [] };
}

/** Words of the old one's kind, neither it nor the one put in its place. */
async function othersFor(ask: Ask, old: Token, put: Token): Promise<Token[]> {
  const kind = kindOf(old.text);
  if (kind === undefined) return [];
  const cosines = await ask.runner.similarities([old.id], 'embedding', ask.options);
  const ids = largest(at(cosines, 0).data, NEIGHBOURS).map(tokenId);
  const texts = await textsOf(ask, ids);
  return ids
    .map((id) => ({ id, text: texts.get(id) ?? '' }))
    .filter(({ text }) => kindOf(text) === kind && !isSameWord(text, old.text) && !isSameWord(text, put.text))
    .slice(0, OTHERS);
}

const without = (why: string): WordControl => ({
  controls: [],
  notes: [`The replacement has no control: ${why}.`],
});
