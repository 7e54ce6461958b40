import { expect, test } from 'vitest';
import type { ChatMessage } from '../../../models/text-codec.ts';
import { chatTemplate } from '../../../models/tokenizer/chat-template.ts';
import { codecOf } from '../../../models/tokenizer/codec.ts';
import { tokenizerFromGguf } from '../../../models/tokenizer/from-gguf.ts';
import { idsOnly } from '../../../models/tokenizer/ids-only.ts';
import { smallGgufVocabulary } from './small-vocabulary.ts';
import { goldenText } from './token-goldens.ts';

interface Golden {
  readonly name: string;
  readonly template: string;
  readonly messages: readonly ChatMessage[];
  readonly text: string | null;
  readonly bos: string;
  readonly eos: string;
}
const goldens: readonly Golden[] = JSON.parse(goldenText('chat.json'));
const model = { vocab: 2000, eos: [] };
const hello: readonly ChatMessage[] = [{ role: 'user', content: 'hello' }];

test.each(goldens.map((golden, i) => [`${golden.name} ${i}`, golden] as const))(
  'template %s gives the text that transformers gives, or its refusal',
  (_, { template, messages, text, bos, eos }) => {
    const render = chatTemplate(template, { bosToken: bos, eosToken: eos, where: 'golden' });
    if (text !== null) expect(render(messages)).toBe(text);
    else expect(() => render(messages)).toThrow(/roles must alternate/);
  },
);

test('the opening token comes once, though template and tokenizer both write it', () => {
  const more = { 'tokenizer.chat_template': '{{ bos_token }}{{ messages[0].content }}' };
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('llama-bpe', more)), model);
  const ids = codec.encode(codec.chat(hello));
  expect(codec.decode(ids)).toBe('<|endoftext|>hello');
});

test('a tokenizer that adds nothing leaves the template’s opening token alone', () => {
  const more = { 'tokenizer.chat_template': '{{ bos_token }}{{ messages[0].content }}' };
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm', more)), model);
  expect(codec.chat(hello)).toBe('<|endoftext|>hello');
});

test('a template that does not parse is an error when it is asked for, not before', () => {
  const more = { 'tokenizer.chat_template': '{% for x in %}' };
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm', more)), model);
  expect(codec.encode('still works').length).toBeGreaterThan(0);
  expect(() => codec.chat(hello)).toThrow(expect.objectContaining({ code: 'chat-template-failed' }));
});

test('models without a template say so', () => {
  const codec = codecOf(tokenizerFromGguf(smallGgufVocabulary('smollm')), model);
  for (const { chat, hasChatTemplate } of [codec, idsOnly(model, 'folder')]) {
    expect(hasChatTemplate).toBe(false);
    expect(() => chat(hello)).toThrow(expect.objectContaining({ code: 'no-chat-template' }));
  }
});
