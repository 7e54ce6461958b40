import { tokenId } from '../../src/kernel/ids.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { TextCodec } from '../text-codec.ts';
import { refuseChat } from './codec.ts';

/**
 * The codec of weights without a tokenizer: ids are shown as `[17]`, text is refused.
 *
 * @param where  the folder that has none
 */
export function idsOnly({ vocab, eos }: Pick<ModelDescription, 'vocab' | 'eos'>, where: string): TextCodec {
  const pieces = (ids: readonly number[]): string[] => ids.map((id) => `[${id}]`);
  return {
    vocab,
    eos: eos.map(tokenId),
    encode: () => {
      throw new ModelError({
        code: 'tokenizer-missing',
        what: 'The folder has no tokenizer.json, so text cannot become tokens.',
        where,
        fix: 'Put tokenizer.json beside the weights, or give token ids (--ids).',
      });
    },
    decode: (ids) => pieces(ids).join(''),
    pieces,
    chat: () => refuseChat(where),
    plain: (text) => text,
    hasChatTemplate: false,
  };
}
