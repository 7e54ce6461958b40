/** Ways to ask for a command's form: `/p form`, a button on the bot's page, a menu under the help. */
import type { types } from '@slack/bolt';
import { unsealed } from '../sealed.ts';
import { LIMITS, plain, select } from './blocks.ts';
import type { FormPlace } from './form.ts';
import { opened } from './incoming.ts';

/** What their controls are called; what is asked for stands behind it. */
const ASK_FORM = 'form';

export interface AskedForm {
  readonly path: string;
  readonly place: FormPlace;
}

/** `/p form reflect.trace`: its path, empty where none is said; undefined for everything else. */
export const formTyped = (text: string): string | undefined => {
  const typed = /^\s*form(?:\s+(?:\.?p\/)?(\S+))?\s*$/i.exec(text);
  return typed === null ? undefined : (typed[1] ?? '');
};

/** For whom the place behind the buttons of a page is signed. */
export const readerOf = (user: string): string => `home:${user}`;

/** @param direct  the reader's conversation with the bot, where it is answered, signed for the reader */
export const formButton = (path: string, direct: string): types.Button => ({
  type: 'button',
  action_id: `${ASK_FORM}:${path}`.slice(0, LIMITS.actionId),
  value: direct,
  text: plain('Form', LIMITS.button),
});

/** @param paths  of the commands that are explained above it */
export const formMenu = (paths: readonly string[]): types.ActionsBlock[] => {
  const menu = select(
    paths.map((path) => ({ text: path, value: path })),
    { actionId: ASK_FORM, placeholder: 'Open a form', room: 6000 },
  );
  return menu === undefined ? [] : [{ type: 'actions', elements: [menu] }];
};

export interface FormAction {
  readonly user: { readonly id: string };
  readonly channel?: { readonly id: string } | undefined;
  readonly message?: { readonly ts: string; readonly thread_ts?: string } | undefined;
  readonly actions: readonly {
    readonly action_id: string;
    readonly value?: string | undefined;
    readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
  }[];
}

/** undefined for other controls, and where it would be answered nowhere. @param key  what places are signed with */
export function formAsked(
  { actions, channel, message, user }: FormAction,
  key: Uint8Array,
): AskedForm | undefined {
  const [action] = actions;
  if (action === undefined || !(action.action_id === ASK_FORM || action.action_id.startsWith(`${ASK_FORM}:`)))
    return undefined;
  const path = action.selected_option?.value ?? action.action_id.slice(ASK_FORM.length + 1);
  const where = channel?.id ?? unsealed(action.value ?? '', readerOf(user.id), key);
  if (where === undefined || !/^[A-Z0-9]{1,30}$/.test(where)) return undefined;
  const threadTs = message?.thread_ts ?? (message && opened(where, message.ts));
  return { path, place: { channel: where, ...(threadTs === undefined ? {} : { threadTs }) } };
}
