import type { Scope } from '../kernel/limits.ts';
import { holderMissing, holderUnreadable } from './channel-errors.ts';
import type { Here } from './here.ts';

/** Whose limits are meant. */
export interface Holder {
  readonly of: Scope;
  readonly id: string;
}

/** `<@123>`, `<@!123>`, `<@U0ADA|ada>`; `<@&456>`; `<!subteam^S0TEAM|@team>`. */
const WIRE = /^<(?:@(&?)!?|!(subteam)\^)([A-Za-z0-9]{1,64})(?:\|[^<>]*)?>$/;
/** As Slack's mentions are once they are read: `@U0ADA`; a name that somebody typed has other letters. */
const SIGN = /^@([UWS][A-Z0-9]{5,63}|\d{5,25})$/;
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/**
 * A mention as a platform writes it, or an id.
 *
 * @returns with `of` where the mention itself says what it names; undefined for anything else
 */
export function readHolder(text: string): { readonly id: string; readonly of?: Scope } | undefined {
  const [, role, team, wired] = WIRE.exec(text) ?? [];
  if (wired !== undefined) return { id: wired, of: role === '&' || team !== undefined ? 'role' : 'person' };
  const signed = SIGN.exec(text)?.[1];
  if (signed !== undefined) return { id: signed, ...(signed.startsWith('S') && { of: 'role' as const }) };
  return PLAIN.test(text) ? { id: text } : undefined;
}

/**
 * The holder that `of` and `id` name together: without an id the channel itself, or the person who
 * asks. A mention says by itself whether it is a person or a role.
 *
 * @throws {DispatchError} `holder-unreadable`
 */
export function holderOf(
  { of, id }: { readonly of: Scope; readonly id?: string },
  { channel, person }: Pick<Here, 'channel' | 'person'>,
): Holder {
  if (id === undefined) {
    if (of === 'role') throw holderMissing('role');
    return of === 'channel' ? { of, id: channel } : { of, id: person.id };
  }
  const read = readHolder(id.trim());
  if (read === undefined) throw holderUnreadable(id);
  const meant = read.of ?? (of === 'channel' && id.trim().startsWith('@') ? 'person' : of);
  if (meant === 'channel' && read.id !== channel) throw holderMissing('channel');
  return { of: meant, id: read.id };
}
