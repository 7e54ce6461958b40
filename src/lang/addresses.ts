import type { Value } from './call.ts';
import { fits, type Misfit, type Param, param, type Reading, textOf } from './param.ts';

/** `L5H1`, head 1 of layer 5; `M5`, the MLP of layer 5. Both count from 0. */
const ADDRESS = /^(?:L(\d{1,4})H(\d{1,4})|M(\d{1,4}))$/i;

/** Canonical form of an address (`l05h1` is `L5H1`), undefined when it is none. Whether the model has it is not asked here. */
function address(typed: string): string | undefined {
  const [, layer, head, mlp] = ADDRESS.exec(typed) ?? [];
  if (mlp !== undefined) return `M${Number(mlp)}`;
  return layer === undefined || head === undefined ? undefined : `L${Number(layer)}H${Number(head)}`;
}

const EXPECTED = ['a head such as L5H1', 'an MLP such as M5'];
const MAX_ITEMS = 100;

/** A list of head and MLP addresses; one needs no brackets. */
export const heads = (doc: string): Param<readonly string[], 'required'> =>
  param({ type: 'heads', doc, maxItems: MAX_ITEMS }, (value): Reading<readonly string[]> => {
    const items = value.kind === 'list' ? value.items : [value];
    if (items.length > MAX_ITEMS)
      return wrong(value, `has ${items.length} addresses.`, [`at most ${MAX_ITEMS}`]);
    const read = items.map((item) => ({ item, found: addressIn(item) }));
    const bad = read.find(({ found }) => found === undefined);
    return bad === undefined ? fits(read.flatMap(({ found }) => found ?? [])) : notAddress(bad.item);
  });

/** `{L5H1=0.5, M3=2}`: a factor for each address, within bounds. */
export const scales = (
  doc: string,
  { min = -10, max = 10 } = {},
): Param<Readonly<Record<string, number>>, 'required'> =>
  param({ type: 'scales', doc, min, max }, (value): Reading<Readonly<Record<string, number>>> => {
    if (value.kind !== 'record') return wrong(value, 'gives each address a factor.', ['{L5H1=0.5, M3=2}']);
    const factors: Record<string, number> = {};
    for (const { key, keySpan, value: factor } of value.entries) {
      const at = address(key);
      if (at === undefined) return { ...notAddress(factor), span: keySpan };
      if (factor.kind !== 'number' || factor.value < min || factor.value > max) {
        return wrong(factor, `needs a number for ${at}.`, [`a number from ${min} to ${max}`]);
      }
      factors[at] = factor.value;
    }
    return fits(factors);
  });

const addressIn = (value: Value): string | undefined => {
  const typed = textOf(value);
  return typed === undefined ? undefined : address(typed);
};

const notAddress = (value: Value): Misfit => wrong(value, 'takes addresses of heads and MLPs.', EXPECTED);

const wrong = ({ span }: Value, what: string, expected: readonly string[]): Misfit => ({
  ok: false,
  code: 'wrong-kind',
  what,
  span,
  expected,
});
