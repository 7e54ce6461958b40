/** What is read of a message that Discord gives back. */
export interface Posted {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  /** Of its buttons and selects. */
  readonly customIds: readonly string[];
  readonly files: readonly string[];
  /** The interaction whose reply it is. */
  readonly interaction: string | undefined;
  /** The message it replies to. */
  readonly replyTo: string | undefined;
  /** Nothing has been put into it yet: the app shows that the bot thinks. */
  readonly isEmpty: boolean;
}

const LOADING = 1 << 7;

export function postedOf(value: unknown): Posted {
  const flags = field(value, 'flags');
  return {
    id: text(field(value, 'id')),
    channel: text(field(value, 'channel_id')),
    author: text(field(field(value, 'author'), 'id')),
    customIds: list(field(value, 'components'))
      .flatMap((row) => list(field(row, 'components')))
      .map((control) => text(field(control, 'custom_id'))),
    files: list(field(value, 'attachments')).map((file) => text(field(file, 'filename'))),
    interaction: maybe(field(field(value, 'interaction_metadata'), 'id')),
    replyTo: maybe(field(field(value, 'message_reference'), 'message_id')),
    isEmpty: typeof flags === 'number' && (flags & LOADING) !== 0,
  };
}

export const postedList = (value: unknown): readonly Posted[] => list(value).map(postedOf);

/** A field of what may be no object at all. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const maybe = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const text = (value: unknown): string => maybe(value) ?? '';
