import type { EditedComponent } from '../analysis/intervention-finding.ts';
import type { Token } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import { componentUnknown, editsClash, placeOutside } from './intervene-errors.ts';

/**
 * The addresses of `ablate` and `scale` as edits of this model on this prompt.
 *
 * @param tokens  of the edited prompt, in which positions count
 * @throws {DispatchError} `component-unknown`, `place-outside`, `edits-clash`
 */
export function componentEdits(
  model: ModelFacts,
  tokens: readonly Token[],
  ablate: readonly string[],
  scale: Readonly<Record<string, number>>,
): EditedComponent[] {
  const asked = [
    ...ablate.map((address) => ({ address, gain: 0, kind: 'ablated' as const })),
    ...Object.entries(scale).map(([address, gain]) => ({ address, gain, kind: 'scaled' as const })),
  ];
  const edits = asked.map(
    ({ address, ...how }): EditedComponent => ({ ...placed(address, model, tokens), ...how }),
  );
  const taken = new Map<string, string>();
  for (const { name, from, to, gain, kind } of edits)
    for (let position = from; position <= to; position++) {
      const [place, what] = [`${name}@${position}`, `${kind} ${gain}`];
      if ((taken.get(place) ?? what) !== what) throw editsClash(place);
      taken.set(place, what);
    }
  return edits;
}

function placed(
  address: string,
  model: ModelFacts,
  tokens: readonly Token[],
): Pick<EditedComponent, 'name' | 'from' | 'to'> {
  const match = /^(?:L(\d+)H(\d+)|M(\d+))(?:@(\d+)(?:\.\.(\d+))?)?$/.exec(address);
  const [, layer, head, mlp, first, last = first] = match ?? [];
  const name = address.replace(/@.*$/, '');
  const known = Number(layer ?? mlp) < model.layers && (head === undefined || Number(head) < model.heads);
  if (match === null || !known) throw componentUnknown(name, model);
  if (first === undefined) return { name, from: 0, to: tokens.length - 1 };
  const [from, to] = [Number(first), Number(last)];
  if (from > to || to >= tokens.length) throw placeOutside(address, tokens);
  return { name, from, to };
}
