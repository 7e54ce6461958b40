import type { TokenId } from '../kernel/ids.ts';
import type { LookingRole } from './roles-attention.ts';

/** A token of the prompt at which a role can be done: what the head would look at, and what it might look at instead. */
export interface RolePlace {
  readonly query: number;
  readonly keys: readonly number[];
  /** For the null; as many or more than `keys`. */
  readonly others: readonly number[];
}

/**
 * Where a prompt gives a head the occasion: a token before it that is not the first (where sinks are),
 * an earlier copy, a token after an earlier copy, a first token. Places whose null would be empty are
 * left out.
 */
export function rolePlaces(ids: readonly TokenId[], role: LookingRole): RolePlace[] {
  return ids.flatMap((id, query) => {
    const copies = ids.flatMap((other, key) => (key > 0 && key < query && other === id ? [key] : []));
    const after = copies.map((key) => key + 1).filter((key) => key < query);
    const keys = {
      previous: query > 1 ? [query - 1] : [],
      duplicate: copies,
      induction: after,
      sink: query > 1 ? [0] : [],
    }[role];
    // Another role's key is no null: what repeats, and the token before, are looked at for reasons of their own.
    const repeats = role === 'duplicate' || role === 'induction' ? [...copies, ...after, query - 1] : [];
    const taken = new Set([...keys, ...repeats]);
    const others = ids.map((_, key) => key).filter((key) => key > 0 && key < query && !taken.has(key));
    return keys.length === 0 || others.length < keys.length ? [] : [{ query, keys, others }];
  });
}
