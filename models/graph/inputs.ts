import type { ModelDescription } from '../description.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { addPort, COSINES, gainPort, SINES, type Site, TOKENS } from './ports.ts';

/** Inputs that the forward and the backward pass share. */
export const tokensInput = (b: GraphBuilder): Value => b.input(TOKENS, 'int64', ['batch', 'tokens']);

/** `[T, dh/2]` each. */
export const anglesInput = (
  b: GraphBuilder,
  { headWidth }: ModelDescription,
): { readonly cosines: Value; readonly sines: Value } => ({
  cosines: b.input(COSINES, 'float32', ['positions', headWidth / 2]),
  sines: b.input(SINES, 'float32', ['positions', headWidth / 2]),
});

/** Of `out ← gain · out + add`: heads take `[N, H, 1]` and `[N, H, dh]`, the other sites `[N, 1]` and `[N, D]`. */
export const editInputs = (
  b: GraphBuilder,
  site: Site,
  layer: number,
): { readonly gain: Value; readonly add: Value } => ({
  gain: editInput(b, gainPort(site, layer), site),
  add: editInput(b, addPort(site, layer), site),
});

/** Every axis has a name of its own: each broadcasts for itself. */
function editInput(b: GraphBuilder, name: string, site: Site): Value {
  const axes = site === 'head' ? ['rows', 'heads', 'columns'] : ['rows', 'columns'];
  return b.input(
    name,
    'float32',
    axes.map((axis) => `${name}.${axis}`),
  );
}
