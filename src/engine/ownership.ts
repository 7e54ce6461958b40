import type { Intervention } from '../../models/loaded.ts';
import type { NodeValues, Patch } from '../kernel/patch.ts';
import type { Tensor } from '../kernel/tensor.ts';

/** A tensor over memory of its own: not a view, and nobody else's to change or to transfer away. */
export const ownTensor = ({ shape, data }: Tensor): Tensor => ({ shape: [...shape], data: data.slice() });

export const ownPatch = ({ gates, values }: Patch): Patch => ({
  gates: ownTensor(gates),
  values: ownValues(values),
});

export const ownValues = ({ heads, mlps }: NodeValues): NodeValues => ({
  heads: heads.map(ownTensor),
  mlps: mlps.map(ownTensor),
});

/** Structured clone sends a view's whole buffer, a trace perhaps: vectors travel as copies of themselves. */
export function ownIntervention(intervention: Intervention): Intervention {
  switch (intervention.kind) {
    case 'residual':
      return { ...intervention, value: intervention.value.slice() };
    case 'mask':
      return intervention;
    default:
      return intervention.baseline === undefined
        ? intervention
        : { ...intervention, baseline: intervention.baseline.slice() };
  }
}

/**
 * Buffers of every typed array in plain data (objects, arrays, maps), each once: what a message may
 * transfer instead of copying. Only for values nobody keeps.
 */
export function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value instanceof Map) {
    for (const item of value.values()) buffersOf(item, found);
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'object') for (const item of value) buffersOf(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) buffersOf(item, found);
  }
  return found;
}
