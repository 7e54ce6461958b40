/**
 * What is read of the API's objects (v10), and nothing else of them: the real types fit these, which a
 * test holds.
 */
export interface ApiUser {
  readonly id: string;
  readonly username: string;
  readonly global_name?: string | null | undefined;
  readonly bot?: boolean | undefined;
}

export interface ApiMember {
  readonly nick?: string | null | undefined;
  readonly roles?: readonly string[] | undefined;
  /** A bit field in decimal digits. */
  readonly permissions?: string | undefined;
  readonly user?: ApiUser | undefined;
}

export interface ApiChannel {
  readonly id: string;
  readonly type: number;
  readonly parent_id?: string | null | undefined;
}

export interface ApiOption {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean | undefined;
  readonly options?: readonly ApiOption[] | undefined;
  /** On the one option that is being typed. */
  readonly focused?: boolean | undefined;
}

export interface ApiInteraction {
  readonly id: string;
  readonly application_id: string;
  readonly type: number;
  readonly token: string;
  readonly guild_id?: string | undefined;
  readonly channel?: ApiChannel | undefined;
  readonly channel_id?: string | undefined;
  readonly member?: ApiMember | undefined;
  readonly user?: ApiUser | undefined;
  readonly attachment_size_limit?: number | undefined;
  readonly message?: ApiPressed | undefined;
  readonly data?: ApiData | undefined;
}

/** The message whose control was used. */
export interface ApiPressed {
  readonly id: string;
  readonly author?: { readonly id: string } | undefined;
  readonly referenced_message?:
    | { readonly id: string; readonly author: { readonly id: string } }
    | null
    | undefined;
}

export interface ApiData {
  readonly type?: number | undefined;
  readonly name?: string | undefined;
  readonly options?: readonly ApiOption[] | undefined;
  readonly target_id?: string | undefined;
  readonly resolved?: ApiResolved | undefined;
  readonly component_type?: number | undefined;
  readonly custom_id?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

/** Only messages are read; the others are what else may stand here. */
export interface ApiResolved {
  readonly messages?: Readonly<Record<string, { readonly content: string }>> | undefined;
  readonly users?: unknown;
  readonly members?: unknown;
  readonly roles?: unknown;
  readonly channels?: unknown;
}

export interface ApiMessage {
  readonly id: string;
  readonly channel_id: string;
  readonly guild_id?: string | undefined;
  readonly type: number;
  readonly content: string;
  readonly author: ApiUser;
  readonly webhook_id?: string | undefined;
  readonly member?: ApiMember | undefined;
  readonly mentions: readonly { readonly id: string }[];
  readonly referenced_message?:
    | { readonly content: string; readonly author: { readonly id: string } }
    | null
    | undefined;
}

export const INTERACTION = { command: 2, component: 3, autocomplete: 4 } as const;
export const COMMAND = { slash: 1, message: 3 } as const;
export const OPTION = { subcommand: 1, group: 2, text: 3, whole: 4, flag: 5, number: 10 } as const;
export const COMPONENT = { row: 1, button: 2, select: 3 } as const;
export const BUTTON = { primary: 1, secondary: 2, danger: 4 } as const;
/** A message as people write it, and one that replies. */
export const SPOKEN_MESSAGES: readonly number[] = [0, 19];
const THREADS: readonly number[] = [10, 11, 12];

/** A channel, and its thread where it is one. */
export function placeOf(channel: ApiChannel): { readonly channel: string; readonly thread?: string } {
  if (!THREADS.includes(channel.type)) return { channel: channel.id };
  return { channel: channel.parent_id ?? channel.id, thread: channel.id };
}
