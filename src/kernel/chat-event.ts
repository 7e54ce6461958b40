/** Something a person did in a chat, as every platform's adapter tells it: transport only, nothing decided. */
export interface ChatEvent {
  /** The platform's own id of the delivery, the same when it is delivered again. */
  readonly id: string;
  readonly platform: 'discord' | 'slack' | 'web' | 'terminal';
  /** Server or workspace: nothing of one is seen in another. */
  readonly workspace: string;
  readonly channel: string;
  /** The thread it was said in; absent at the top of a channel. */
  readonly thread?: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly way: 'command' | 'mention' | 'message' | 'button' | 'select' | 'shortcut';
  readonly text: string;
  /** Text of the message that this one replies to. */
  readonly repliedTo?: string;
  /** Milliseconds since 1970, by this process's clock. */
  readonly receivedAt: number;
  /** What the adapter needs to answer it, as it wrote it: an interaction's token, a message's address. Plain data. */
  readonly address: Readonly<Record<string, string | number | boolean>>;
}
