/** A command as a form: a modal with one field for each of its parameters, and one for its prompt. */
import type { types } from '@slack/bolt';
import type { CommandCard, ParamCard } from '../../kernel/command-card.ts';
import { plain } from './blocks.ts';
import { cut } from './mrkdwn.ts';

/** Where the answer of a form goes; comes back with it, unread by Slack. */
export interface FormPlace {
  readonly channel: string;
  readonly threadTs?: string | undefined;
}

export const FORM = 'form';
/** The field of the prompt; no parameter is called so. */
export const PROMPT_FIELD = 'prompt';
export const fieldOf = (name: string): string => `param:${name}`;
export const VALUE = 'value';

/** For whom its place is signed. */
export const ownerOf = (user: string): string => `form:${user}`;

/** Slack's limits of a modal: its title, what may be typed into one field, a placeholder. */
const TITLE = 24;
const TYPED = 3000;
const PLACEHOLDER = 150;
const LABEL = 150;

/** @param prompt  what stands in the field at first: that of the session */
export function commandForm(card: CommandCard, place: FormPlace, prompt = ''): types.ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ path: card.path, ...place }),
    title: plain(card.path, TITLE),
    submit: plain('Run', TITLE),
    close: plain('Cancel', TITLE),
    blocks: [
      { type: 'section', text: plain(card.asks, TYPED) },
      ...(card.needs === 'prompt' || card.needs === 'session'
        ? [promptField(card.needs === 'prompt' ? prompt : '')]
        : []),
      ...card.params.map(field),
    ],
  };
}

const promptField = (prompt: string): types.InputBlock => ({
  type: 'input',
  block_id: PROMPT_FIELD,
  label: plain('Prompt', LABEL),
  element: {
    type: 'plain_text_input',
    action_id: VALUE,
    multiline: true,
    max_length: TYPED,
    ...(prompt === '' ? {} : { initial_value: cut(prompt, TYPED) }),
  },
});

function field(param: ParamCard): types.InputBlock {
  return {
    type: 'input',
    block_id: fieldOf(param.name),
    optional: param.optional,
    label: plain(param.name, LABEL),
    hint: plain(param.doc, PLACEHOLDER),
    element: element(param),
  };
}

function element(param: ParamCard): types.InputBlock['element'] {
  const { type, words = [], min, max } = param;
  if (type === 'choice') return menu(param.choices ?? [], param.default);
  if (type === 'flag') return menu(['true', 'false'], param.default);
  if ((type === 'count' || type === 'number') && words.length === 0)
    return {
      type: 'number_input',
      action_id: VALUE,
      is_decimal_allowed: type === 'number',
      ...(min === undefined ? {} : { min_value: String(min) }),
      ...(max === undefined ? {} : { max_value: String(max) }),
      ...(typeof param.default === 'number' ? { initial_value: String(param.default) } : {}),
    };
  return {
    type: 'plain_text_input',
    action_id: VALUE,
    max_length: Math.min(param.maxLength ?? TYPED, TYPED),
    placeholder: plain(placeholder(param), PLACEHOLDER),
  };
}

function menu(choices: readonly string[], fallback: unknown): types.StaticSelect {
  const options = choices.map((choice) => ({ text: plain(choice, 75), value: choice }));
  const initial = options.find(({ value }) => value === String(fallback));
  return {
    type: 'static_select',
    action_id: VALUE,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** What may be typed: words, bounds, and what is taken without. */
function placeholder({ type, words = [], min, max, default: fallback }: ParamCard): string {
  const forms: Partial<Record<ParamCard['type'], string>> = {
    heads: 'L5H1, M3',
    scales: 'L5H1=0.5',
    range: 'from..to',
    list: 'a, b',
    text: 'text',
  };
  const form = forms[type] ?? `${min} to ${max}`;
  const usual = fallback === undefined ? '' : ` (usually ${JSON.stringify(fallback)})`;
  return `${[...words, form].join(', ')}${usual}`;
}
