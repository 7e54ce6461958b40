import { Template } from '@huggingface/jinja';
import { ModelError } from '../errors.ts';
import type { ChatMessage } from '../text-codec.ts';
import type { TokenizerForm } from './form.ts';

/**
 * A chat template, ready to turn messages into the text the model was trained on, up to where its
 * answer begins. The only file that knows `@huggingface/jinja`.
 *
 * No clock is handed in: templates that print today's date fall back to a fixed one.
 *
 * @returns a function that throws {ModelError} `chat-template-failed` with the template's own words
 */
export function chatTemplate(
  source: string,
  { bosToken, eosToken, where }: Pick<TokenizerForm, 'bosToken' | 'eosToken' | 'where'>,
): (messages: readonly ChatMessage[]) => string {
  const failed = (cause: unknown): ModelError =>
    new ModelError({
      code: 'chat-template-failed',
      what: `The chat template failed: ${cause instanceof Error ? cause.message : String(cause)}.`,
      where,
      fix: 'Check the order of the messages, or give the text as it should reach the model.',
      cause,
    });
  let template: Template | undefined;
  return (messages) => {
    try {
      template ??= new Template(source);
      return template.render({
        messages: messages.map((message) => ({ ...message })),
        add_generation_prompt: true,
        bos_token: bosToken ?? '',
        eos_token: eosToken ?? '',
      });
    } catch (cause) {
      throw failed(cause);
    }
  };
}
