import { type Json, objectAt, objectsAt, textAt } from './json.ts';

/** What a person types behind a command, as Slack sends it where the manifest says `should_escape: false`. */
export const escaped = (typed: string): string =>
  typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What a person types as a message: three signs escaped, names and addresses marked. */
export const wireText = (typed: string): string =>
  escaped(typed)
    .replace(/@(U0[A-Z0-9]+)/g, '<@$1>')
    .replace(LINK, (address) => `<http://${address}|${address}>`);

/** Words that look like an address become one, among them some commands: `model.info`, `session.show`. */
const LINK = /\b[a-z][a-z0-9-]*\.(?:com|net|org|info|show|link|dev)\b/g;

/** A button or a menu of a message, by what is written on it or by its id; with the block that it stands in. */
export function elementOf(blocks: readonly Json[], wanted: string): { element: Json; block: Json } {
  for (const block of blocks)
    for (const element of [...objectsAt(block, 'elements'), objectAt(block, 'accessory')])
      if (element.action_id !== undefined && written(element).includes(wanted)) return { element, block };
  const all = blocks.flatMap((block) => objectsAt(block, 'elements')).flatMap(written);
  throw new Error(`${wanted}: not among ${all.join(', ')}`);
}

const written = (element: Json): string[] =>
  [
    textAt(element, 'text', 'text'),
    textAt(element, 'placeholder', 'text'),
    textAt(element, 'action_id'),
  ].filter(Boolean);

/** @param choice  the option's text or value */
export function optionOf(element: Json, choice: string): Json {
  const options = objectsAt(element, 'options');
  const found = options.find(
    (option) => option.value === choice || textAt(option, 'text', 'text') === choice,
  );
  if (found === undefined)
    throw new Error(`${choice}: not among ${options.map((one) => textAt(one, 'value')).join(', ')}`);
  return found;
}

/**
 * The state of a form as a person leaves it: what is typed, else what stood there.
 *
 * @param typed  by label or block id: text, or an option's text or value
 * @returns undefined where a field that is required is empty: Slack's client does not send it
 */
export function stateOf(view: Json, typed: Readonly<Record<string, string>>): Json | undefined {
  const values: Record<string, Json> = {};
  for (const block of objectsAt(view, 'blocks')) {
    if (block.type !== 'input') continue;
    const element = objectAt(block, 'element');
    const entered = typed[textAt(block, 'label', 'text')] ?? typed[textAt(block, 'block_id')];
    const value = entryOf(element, entered);
    if (isEmpty(value) && block.optional !== true) return undefined;
    values[textAt(block, 'block_id')] = { [textAt(element, 'action_id')]: { type: element.type, ...value } };
  }
  return { values };
}

function entryOf(element: Json, typed: string | undefined): Json {
  if (element.type === 'static_select')
    return {
      selected_option: typed === undefined ? (element.initial_option ?? null) : optionOf(element, typed),
    };
  return { value: typed ?? element.initial_value ?? null };
}

const isEmpty = (value: Json): boolean => Object.values(value).every((one) => one === null || one === '');
