import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { TextCodec } from '../text-codec.ts';
import { chatTemplate } from './chat-template.ts';
import type { TokenizerForm } from './form.ts';
import { invalid, type RawTokenizer, rawTokenizer } from './hugging-face.ts';
import { pieceOf } from './piece.ts';
import { plainText } from './plain.ts';

/**
 * Text ↔ tokens of a model.
 *
 * @throws {ModelError} `tokenizer-invalid` when it knows ids the model has no embedding for, `tokenizer-unsupported`
 */
export function codecOf(form: TokenizerForm, model: Pick<ModelDescription, 'vocab' | 'eos'>): TextCodec {
  const raw = rawTokenizer(form);
  if (raw.size > model.vocab)
    throw invalid(`it knows ${raw.size} tokens, the model ${model.vocab}`, form.where);
  const pieces = new Map<number, string>();
  const piece = (id: number): string => {
    const known = pieces.get(id) ?? pieceOf(raw, id);
    pieces.set(id, known);
    return known;
  };
  return {
    vocab: model.vocab,
    eos: model.eos.map(tokenId),
    encode: (text) => encode(raw, text, form.where),
    decode: (ids) => raw.decode(ids),
    pieces: (ids) => ids.map(piece),
    ...chatOf(raw, form),
  };
}

function encode(raw: RawTokenizer, text: string, where: string): TokenId[] {
  const ids = raw.encode(text);
  if (ids.some((id) => !Number.isInteger(id))) throw invalid('it has no token for a part of the text', where);
  return ids.map(tokenId);
}

function chatOf(
  raw: RawTokenizer,
  form: TokenizerForm,
): Pick<TextCodec, 'chat' | 'plain' | 'hasChatTemplate'> {
  const { chatTemplate: source, where } = form;
  const plain = plainText(raw.control, source);
  if (source === undefined) return { chat: () => refuseChat(where), plain, hasChatTemplate: false };
  const render = chatTemplate(source, form);
  const opening = openingText(raw);
  return {
    chat: (messages) => {
      const text = render(messages.map((message) => ({ ...message, content: plain(message.content) })));
      return opening !== '' && text.startsWith(opening) ? text.slice(opening.length) : text;
    },
    plain,
    hasChatTemplate: true,
  };
}

/** What `encode` puts in front of every text. Templates write it too, and the model was trained with one. */
const openingText = (raw: RawTokenizer): string =>
  raw
    .encode('')
    .map((id) => raw.added.get(id) ?? '')
    .join('');

export function refuseChat(where: string): never {
  throw new ModelError({
    code: 'no-chat-template',
    what: 'The model has no chat template.',
    where,
    fix: 'Give it plain text to continue, or take an instruction-tuned model.',
  });
}
