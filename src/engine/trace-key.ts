import { createHash } from 'node:crypto';
import type { Intervention } from '../../models/loaded.ts';
import type { TokenId } from '../kernel/ids.ts';

/**
 * Names one run of one model: what it read and what was changed in it. Hooks are not part of it,
 * since runs that differ only in what was fetched are the same run.
 *
 * @returns sha256, hex
 */
export function traceKey(
  fingerprint: string,
  tokens: readonly TokenId[],
  interventions: readonly Intervention[] = [],
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([fingerprint, tokens]));
  for (const intervention of interventions) hash.update(JSON.stringify(plain(intervention)));
  return hash.digest('hex');
}

/** Fields in one fixed order, vectors as numbers, so that equal interventions give equal text. */
function plain(intervention: Intervention): readonly unknown[] {
  const { kind, row } = intervention;
  switch (kind) {
    case 'head': {
      const { layer, head, position, gain, baseline } = intervention;
      return [kind, row ?? null, layer, head, position ?? null, gain, numbers(baseline)];
    }
    case 'mlp': {
      const { layer, position, gain, baseline } = intervention;
      return [kind, row ?? null, layer, position ?? null, gain, numbers(baseline)];
    }
    case 'residual':
      return [kind, row ?? null, intervention.layer, intervention.position, numbers(intervention.value)];
    case 'mask':
      return [kind, row ?? null, intervention.query ?? null, intervention.from ?? null, intervention.key];
  }
}

const numbers = (vector: Float32Array | undefined): string | null =>
  vector === undefined ? null : Array.from(vector, String).join(' '); // JSON would make NaN and ∞ one
