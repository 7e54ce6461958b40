import type { HeadAddress } from '../analysis/attention.ts';
import type { ScoredNode } from '../analysis/node-scores.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';

const ADDRESS = /^L(\d{1,4})H(\d{1,4})$/i;

/**
 * The head that a person names.
 *
 * @returns undefined for `auto`
 * @throws {DispatchError} `component-unknown`: no head at all, or none of this model, with the nearest one there is
 */
export function namedHead(typed: string, model: ModelFacts): HeadAddress | undefined {
  if (typed.toLowerCase() === 'auto') return undefined;
  const [, layer, head] = ADDRESS.exec(typed.trim()) ?? [];
  if (layer === undefined || head === undefined) throw noHead(typed, model);
  const address = { layer: Number(layer), head: Number(head) };
  if (address.layer < model.layers && address.head < model.heads) return address;
  throw unknownHead(address, model);
}

export const nameOf = ({ layer, head }: HeadAddress): string => `L${layer}H${head}`;

/** The head whose score at a position is largest, either way. */
export function leadingHead(scored: readonly ScoredNode[], position: number): HeadAddress {
  const [best] = scored
    .flatMap(({ id, score }) => {
      const [, layer, head, place] = /^L(\d+)H(\d+)@(\d+)$/.exec(id) ?? [];
      return Number(place) === position
        ? [{ layer: Number(layer), head: Number(head), size: Math.abs(score) }]
        : [];
    })
    .sort((a, b) => b.size - a.size);
  if (best === undefined) throw new RangeError(`no head is scored at ${position}`);
  return { layer: best.layer, head: best.head };
}

/** The token whose look and writing is shown. */
export function lookingPosition({ prompt }: Pick<Ask, 'prompt'>, at: number | 'last'): number {
  const last = prompt.tokens.length - 1;
  if (at === 'last' || at <= last) return at === 'last' ? last : at;
  throw new DispatchError({
    code: 'place-outside',
    what: `at=${at} lies outside the prompt, which has ${prompt.tokens.length} tokens.`,
    where: String(at),
    fix: `Positions are 0 to ${last}, where “${prompt.tokens[last]?.text.trim() ?? ''}” is the last.`,
  });
}

const noHead = (typed: string, { layers, heads }: ModelFacts): DispatchError =>
  new DispatchError({
    code: 'component-unknown',
    what: `“${typed}” is not the address of a head.`,
    where: typed,
    fix: `Heads are L0H0 to L${layers - 1}H${heads - 1}: head=L${Math.floor(layers / 2)}H0, or head=auto for the one that matters most here.`,
  });

function unknownHead({ layer, head }: HeadAddress, { name, layers, heads }: ModelFacts): DispatchError {
  const nearest = nameOf({ layer: Math.min(layer, layers - 1), head: Math.min(head, heads - 1) });
  return new DispatchError({
    code: 'component-unknown',
    what: `${name} has no ${nameOf({ layer, head })}.`,
    where: nameOf({ layer, head }),
    fix: `It has ${layers} layers of ${heads} heads, L0H0 to L${layers - 1}H${heads - 1}, counted from 0; the nearest is ${nearest}.`,
  });
}
