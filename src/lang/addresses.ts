import type { Value } from './call.ts';
import { fits, type Misfit, type Param, param, type Reading, textOf } from './param.ts';
import { named } from './visible.ts';

/** `L5H1`, head 1 of layer 5; `M5`, the MLP of layer 5. Both count from 0. Behind `@` a position, or a range of them. */
const ADDRESS = /^(?:L(\d{1,4})H(\d{1,4})|M(\d{1,4}))(?:@(\d{1,6})(?:\.\.(\d{1,6}))?)?$/i;

/** Whether an address may say at which positions: `L5H1@4`, `M3@2..6`. */
interface Places {
  readonly positions?: boolean;
}

/**
 * Canonical form of an address (`l05h1` is `L5H1`, `M3@4..4` is `M3@4`), undefined when it is none.
 * Whether the model has it is not asked here.
 */
function address(typed: string, { positions = false }: Places): string | undefined {
  const [, layer, head, mlp, from, to = from] = ADDRESS.exec(typed) ?? [];
  const unit =
    mlp !== undefined
      ? `M${Number(mlp)}`
      : layer === undefined || head === undefined
        ? undefined
        : `L${Number(layer)}H${Number(head)}`;
  if (unit === undefined || from === undefined || to === undefined) return unit;
  if (!positions || Number(from) > Number(to)) return undefined;
  return from === to || Number(from) === Number(to)
    ? `${unit}@${Number(from)}`
    : `${unit}@${Number(from)}..${Number(to)}`;
}

const MAX_ITEMS = 100;

/** A list of head and MLP addresses; one needs no brackets. */
export const heads = (doc: string, places: Places = {}): Param<readonly string[], 'required'> =>
  param({ type: 'heads', doc, maxItems: MAX_ITEMS, ...places }, (value): Reading<readonly string[]> => {
    const items = value.kind === 'list' ? value.items : [value];
    if (items.length > MAX_ITEMS)
      return wrong(value, `has ${items.length} addresses.`, [`at most ${MAX_ITEMS}`]);
    const read = items.map((item) => ({ item, found: addressIn(item, places) }));
    const bad = read.find(({ found }) => found === undefined);
    return bad === undefined ? fits(read.flatMap(({ found }) => found ?? [])) : notAddress(bad.item, places);
  });

/** `{L5H1=0.5, M3=2}`, or with colons: a factor for each address, within bounds. */
export const scales = (
  doc: string,
  { min = -10, max = 10, ...places }: { min?: number; max?: number } & Places = {},
): Param<Readonly<Record<string, number>>, 'required'> =>
  param({ type: 'scales', doc, min, max, ...places }, (value): Reading<Readonly<Record<string, number>>> => {
    if (value.kind !== 'record') return wrong(value, 'gives each address a factor.', ['{L5H1=0.5, M3=2}']);
    const factors: Record<string, number> = {};
    for (const { key, keySpan, value: factor } of value.entries) {
      const at = address(key, places);
      if (at === undefined) return { ...notAddress(factor, places), span: keySpan };
      if (at in factors)
        return { ...wrong(factor, `names ${at} twice.`, ['each address once']), span: keySpan };
      if (factor.kind !== 'number' || factor.value < min || factor.value > max) {
        return wrong(factor, `needs a number for ${named(at)}.`, [`a number from ${min} to ${max}`]);
      }
      factors[at] = factor.value;
    }
    return fits(factors);
  });

const addressIn = (value: Value, places: Places): string | undefined => {
  const typed = textOf(value);
  return typed === undefined ? undefined : address(typed, places);
};

const notAddress = (value: Value, { positions = false }: Places): Misfit =>
  wrong(value, 'takes addresses of heads and MLPs.', [
    'a head such as L5H1',
    'an MLP such as M5',
    ...(positions ? ['one at some positions such as L5H1@4 or M5@2..6'] : []),
  ]);

const wrong = ({ span }: Value, what: string, expected: readonly string[]): Misfit => ({
  ok: false,
  code: 'wrong-kind',
  what,
  span,
  expected,
});
