import type { TokenId } from '../src/kernel/ids.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Text ↔ tokens. */
export interface TextCodec {
  readonly vocab: number;
  readonly eos: readonly TokenId[];
  /** Special tokens the model expects at the start are added (BOS where the tokenizer says so). */
  encode(text: string): TokenId[];
  decode(ids: readonly TokenId[]): string;
  /** Text of each token alone; an unfinished UTF-8 sequence shows as U+FFFD. */
  pieces(ids: readonly TokenId[]): string[];
  /** Messages are made `plain`. @throws {ModelError} `no-chat-template` when the model has none */
  chat(messages: readonly ChatMessage[]): string;
  /** Typed text in which no control token and no mark of the chat template is written out: see plain.ts. */
  plain(text: string): string;
  readonly hasChatTemplate: boolean;
}
