import { readFile } from 'node:fs/promises';
import type { HeadAddress } from '../../src/analysis/attention.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { at, type Tensor } from '../../src/kernel/tensor.ts';

/** Held-out tasks of the teaching model: four that need what stood before, two that need only what was learned. */
export const TASKS = [
  'repeat_words',
  'mirror',
  'identity',
  'indirect_object',
  'opposite',
  'language',
] as const;
const ITEMS = 40;

export interface Item {
  readonly tokens: readonly TokenId[];
  /** First tokens of the answers that are right. */
  readonly right: ReadonlySet<TokenId>;
}

interface Written {
  readonly task: string;
  readonly prompt: string;
  readonly answer: string;
  readonly accept?: readonly string[];
}

/** The first forty held-out prompts of a task. */
export async function itemsOf({ runner }: Ask, task: string): Promise<Item[]> {
  const file = new URL('../../models/teaching/prompts.json', import.meta.url);
  const all: Written[] = JSON.parse(await readFile(file, 'utf8'));
  const some = all.filter((each) => each.task === task).slice(0, ITEMS);
  const items: Item[] = [];
  for (const { prompt, answer, accept } of some) {
    const tokens = (await runner.tokenize(prompt)).map(({ id }) => id);
    const right = new Set<TokenId>();
    for (const text of accept ?? [answer]) {
      const next = (await runner.tokenize(prompt + text))[tokens.length];
      if (next !== undefined) right.add(next.id);
    }
    items.push({ tokens, right });
  }
  return items;
}

/** Every token but the first, or only where the answer is said. */
export type Where = 'everywhere' | 'answering';

/** Share of items answered right with some heads ablated to their mean. */
export async function accuracy(
  ask: Ask,
  items: readonly Item[],
  ablated: readonly HeadAddress[],
  means: readonly Tensor[],
  where: Where,
): Promise<number> {
  let right = 0;
  for (const group of byLength(items).values()) {
    const rows = group.map(({ tokens }) => tokens);
    const last = (rows[0]?.length ?? 1) - 1;
    const positions = where === 'answering' ? [last] : Array.from({ length: last }, (_, i) => i + 1);
    const interventions = ablated.flatMap(({ layer, head }) => {
      const mean = means[layer];
      const edit = { kind: 'head' as const, layer, head, gain: 0 };
      return mean === undefined
        ? []
        : positions.map((position) => ({ ...edit, position, baseline: at(mean, head).data }));
    });
    const found = await ask.runner.traceBatch({ rows, hooks: [], logits: 'last', interventions });
    const logits = found.get('logits');
    if (logits === undefined) throw new RangeError('no logits');
    right += group.filter((item, row) => item.right.has(best(at(logits, row, 0).data))).length;
  }
  return right / items.length;
}

function byLength(items: readonly Item[]): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) groups.set(item.tokens.length, [...(groups.get(item.tokens.length) ?? []), item]);
  return groups;
}

const best = (logits: Float32Array): TokenId =>
  tokenId(
    logits.reduce((top, value, id) => (value > (logits[top] ?? Number.NEGATIVE_INFINITY) ? id : top), 0),
  );
