/** What a node's name says. `layer` is null for what stands below the first layer. */
export interface NamedNode {
  readonly kind: NodeKind;
  readonly layer: number | null;
  /** null for `B` and `logit`, which belong to no token. */
  readonly position: number | null;
  /** Without the position: `L5H1`, `M5`, `emb`, `bias`. */
  readonly name: string;
}

export type NodeKind = 'head' | 'mlp' | 'embedding' | 'bias' | 'logit';

/**
 * Reads `E@3`, `L5H1@7`, `M5@7`, `B`, `logit`.
 *
 * @throws {RangeError} for any other name: a finding that this room does not know
 */
export function readNode(id: string): NamedNode {
  if (id === 'B') return { kind: 'bias', layer: null, position: null, name: 'bias' };
  if (id === 'logit') return { kind: 'logit', layer: null, position: null, name: 'logit' };
  const [, component = '', place = ''] = /^(.+)@(\d+)$/.exec(id) ?? [];
  const position = Number(place);
  if (component === 'E') return { kind: 'embedding', layer: null, position, name: 'emb' };
  const [, , layer, head] = /^(L(\d+)H(\d+))$/.exec(component) ?? [];
  if (head !== undefined) return { kind: 'head', layer: Number(layer), position, name: component };
  const [, mlp] = /^M(\d+)$/.exec(component) ?? [];
  if (mlp !== undefined) return { kind: 'mlp', layer: Number(mlp), position, name: component };
  throw new RangeError(`node name “${id}”: expected E@3, L5H1@7, M5@7, B or logit`);
}
