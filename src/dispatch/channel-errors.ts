import { DispatchError } from './errors.ts';

/** @param what  the deed: `set limits` */
export const notPermitted = (what: string, who = 'who manages this server or workspace'): DispatchError =>
  new DispatchError({
    code: 'not-permitted',
    what: `Only ${who} may ${what}.`,
    fix: 'Ask one of them to do it.',
  });

export const holderUnreadable = (given: string): DispatchError =>
  new DispatchError({
    code: 'holder-unreadable',
    what: 'This names neither a person nor a role.',
    where: `id=${given}`,
    fix: 'Mention the person or the role, or give the id: id=<@123456789012345678>, or of=role, id=123456789012345678.',
  });

export const holderMissing = (of: 'role' | 'channel'): DispatchError =>
  new DispatchError({
    code: 'holder-unreadable',
    what:
      of === 'role'
        ? 'The limits of a role were asked for, and no role is named.'
        : 'Limits of a channel are those of the one that this is said in.',
    where: of === 'role' ? 'of=role' : 'id=',
    fix:
      of === 'role'
        ? 'Name it: of=role, id=<@&123456789012345678>.'
        : 'Say it in the other channel, or name a person or a role with of=person or of=role.',
  });

export const logEmpty = (over: 'session' | 'channel'): DispatchError =>
  new DispatchError({
    code: 'log-empty',
    what: `Nothing has been measured in this ${over} yet: there is no number to write.`,
    fix: 'Ask something first: .p/reflect.trace The capital of France is',
  });
