import type { ParamCard } from '../../kernel/command-card.ts';
import { OPTION } from './api.ts';
import { cut } from './fitted.ts';
import { LIMITS } from './limits.ts';

/** An option of a slash command, as Discord's API takes it. */
export interface OptionJson {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly autocomplete?: boolean;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly max_length?: number;
  readonly options?: readonly OptionJson[];
}

/**
 * A parameter as a typed option. Where words are taken besides numbers, and for what the language alone
 * can read (lists, addresses, ranges), it is text with completion.
 *
 * @param room  characters for the description
 */
export function optionOf(param: ParamCard, room: number): OptionJson {
  const { name, type, choices = [], words = [], optional } = param;
  const shared = { name, description: cut(docOf(param), room), required: !optional };
  if (type === 'choice') {
    const named = choices.map((choice) => ({ name: choice, value: choice }));
    return { type: OPTION.text, ...shared, choices: named };
  }
  if (type === 'flag') return { type: OPTION.flag, ...shared };
  if ((type === 'count' || type === 'number') && words.length === 0) {
    return { type: type === 'count' ? OPTION.whole : OPTION.number, ...shared, ...bounds(param) };
  }
  return { type: OPTION.text, ...shared, autocomplete: true, max_length: lengthOf(param) };
}

/** The default in front: where there is no room it is what matters. */
function docOf({ doc, default: usual }: ParamCard): string {
  const plain = ['string', 'number', 'boolean'].includes(typeof usual);
  return plain && usual !== '' ? `[${String(usual)}] ${doc}` : doc;
}

/** Numbers beyond 2^53 are more than Discord takes. */
const bounds = ({ min, max }: ParamCard): { min_value?: number; max_value?: number } => ({
  ...(min === undefined || !Number.isSafeInteger(Math.trunc(min)) ? {} : { min_value: min }),
  ...(max === undefined || !Number.isSafeInteger(Math.trunc(max)) ? {} : { max_value: max }),
});

const lengthOf = ({ maxLength = LIMITS.option }: ParamCard): number =>
  Math.max(1, Math.min(maxLength, LIMITS.option));
