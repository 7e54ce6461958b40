import { isObject, type Json, objectsAt, textAt } from './json.ts';
import { type Broken, broken, fields, needed, textObject, unless, within } from './text-limits.ts';

type Check = (element: Json) => Broken[];

/** What a person can press, choose from or type into. @see https://docs.slack.dev/reference/block-kit/block-elements */
const ELEMENTS: Readonly<Record<string, { readonly known: readonly string[]; readonly check: Check }>> = {
  button: {
    known: ['text', 'url', 'value', 'style', 'confirm', 'accessibility_label'],
    check: (button) => [
      ...needed(button, ['text'], 'button'),
      ...textObject(button.text, 75, 'button.text', 'plain_text'),
      ...within(button.value, 2000, 'button.value'),
      ...within(button.url, 3000, 'button.url'),
      ...within(button.accessibility_label, 75, 'button.accessibility_label'),
      ...unless(
        [undefined, 'primary', 'danger'].includes(textAt(button, 'style') || undefined),
        'button.style',
        button,
      ),
    ],
  },
  static_select: {
    known: ['placeholder', 'options', 'option_groups', 'initial_option', 'confirm', 'focus_on_load'],
    check: (select) => [...placeholder(select, 'static_select'), ...options(select, 100, 'static_select')],
  },
  multi_static_select: {
    known: ['placeholder', 'options', 'initial_options', 'max_selected_items', 'confirm', 'focus_on_load'],
    check: (select) => [
      ...placeholder(select, 'multi_static_select'),
      ...options(select, 100, 'multi_static_select'),
    ],
  },
  overflow: { known: ['options', 'confirm'], check: (menu) => options(menu, 5, 'overflow') },
  checkboxes: {
    known: ['options', 'initial_options', 'confirm', 'focus_on_load'],
    check: (boxes) => options(boxes, 10, 'checkboxes'),
  },
  radio_buttons: {
    known: ['options', 'initial_option', 'confirm', 'focus_on_load'],
    check: (radio) => options(radio, 10, 'radio_buttons'),
  },
  plain_text_input: {
    known: [
      'placeholder',
      'initial_value',
      'multiline',
      'min_length',
      'max_length',
      'focus_on_load',
      'dispatch_action_config',
    ],
    check: (input) => [
      ...placeholder(input, 'plain_text_input'),
      ...unless(between(input.max_length, 1, 3000), 'plain_text_input.max_length 1..3000', input.max_length),
      ...unless(between(input.min_length, 0, 3000), 'plain_text_input.min_length 0..3000', input.min_length),
      ...within(input.initial_value, Number(input.max_length ?? 3000), 'plain_text_input.initial_value'),
    ],
  },
  number_input: {
    known: [
      'placeholder',
      'is_decimal_allowed',
      'initial_value',
      'min_value',
      'max_value',
      'focus_on_load',
      'dispatch_action_config',
    ],
    check: (input) => [
      ...placeholder(input, 'number_input'),
      ...unless(typeof input.is_decimal_allowed === 'boolean', 'number_input.is_decimal_allowed', input),
      ...['initial_value', 'min_value', 'max_value'].flatMap((key) => number(input, key)),
    ],
  },
};

/** @param where  elements that a block takes besides these: `image` */
export function brokenInElement(element: Json): Broken[] {
  const type = textAt(element, 'type');
  const known = ELEMENTS[type];
  if (known === undefined) return [broken('an element Slack knows', type)];
  return [
    ...fields(element, ['type', 'action_id', ...known.known], type),
    ...within(element.action_id, 255, 'action_id'),
    ...known.check(element),
  ];
}

const placeholder = (element: Json, rule: string): Broken[] =>
  textObject(element.placeholder, 150, `${rule}.placeholder`, 'plain_text');

const between = (value: unknown, low: number, high: number): boolean =>
  value === undefined || (Number.isInteger(value) && Number(value) >= low && Number(value) <= high);

/** Numbers are written as text, within their bounds, whole where decimals are not allowed. */
function number(input: Json, key: string): Broken[] {
  const value = input[key];
  if (value === undefined) return [];
  const [low, high] = [Number(input.min_value ?? -Infinity), Number(input.max_value ?? Infinity)];
  const whole = input.is_decimal_allowed === true || Number.isInteger(Number(value));
  const good =
    typeof value === 'string' && value !== '' && Number(value) >= low && Number(value) <= high && whole;
  return unless(good, `number_input.${key}`, value);
}

function options(element: Json, most: number, rule: string): Broken[] {
  const all = objectsAt(element, 'options');
  const initial = isObject(element.initial_option) ? JSON.stringify(element.initial_option) : undefined;
  return [
    ...unless(all.length >= 1 && all.length <= most, `${rule}.options 1..${most}`, all.length),
    ...all.flatMap((option) => [
      ...fields(option, ['text', 'value', 'description', 'url'], 'option'),
      ...textObject(option.text ?? '', 75, 'option.text'),
      ...within(option.value ?? '', 150, 'option.value'),
      ...textObject(option.description, 75, 'option.description', 'plain_text'),
    ]),
    ...unless(
      initial === undefined || all.some((option) => JSON.stringify(option) === initial),
      `${rule}.initial_option is one of its options`,
      initial,
    ),
  ];
}
