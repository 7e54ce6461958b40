import { brokenInElement } from './element-limits.ts';
import { isObject, type Json, objectsAt, objectsIn, textAt } from './json.ts';
import { type Broken, broken, fields, needed, repeated, textObject, unless, within } from './text-limits.ts';

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const BLOCKS: Readonly<Record<string, { known: readonly string[]; check: (block: Json) => Broken[] }>> = {
  section: {
    known: ['text', 'fields', 'accessory', 'expand'],
    check: (section) => [
      ...unless(isObject(section.text) || Array.isArray(section.fields), 'section.text or fields', section),
      ...textObject(section.text, 3000, 'section.text'),
      ...unless(objectsAt(section, 'fields').length <= 10, 'section.fields ≤ 10', section.fields),
      ...objectsAt(section, 'fields').flatMap((field) => textObject(field, 2000, 'section.fields')),
      ...(isObject(section.accessory) ? elementOrImage(section.accessory) : []),
    ],
  },
  context: {
    known: ['elements'],
    check: (context) => [
      ...count(context, 10, 'context.elements'),
      ...objectsAt(context, 'elements').flatMap((element) =>
        element.type === 'image' ? image(element) : textObject(element, 3000, 'context.text'),
      ),
    ],
  },
  actions: {
    known: ['elements'],
    check: (actions) => [
      ...count(actions, 25, 'actions.elements'),
      ...objectsAt(actions, 'elements').flatMap(brokenInElement),
    ],
  },
  input: {
    known: ['label', 'element', 'hint', 'optional', 'dispatch_action'],
    check: (input) => [
      ...needed(input, ['label', 'element'], 'input'),
      ...textObject(input.label, 2000, 'input.label', 'plain_text'),
      ...textObject(input.hint, 2000, 'input.hint', 'plain_text'),
      ...(isObject(input.element) ? brokenInElement(input.element) : []),
    ],
  },
  header: {
    known: ['text'],
    check: (header) => textObject(header.text ?? '', 150, 'header.text', 'plain_text'),
  },
  image: { known: ['image_url', 'slack_file', 'alt_text', 'title'], check: (block) => image(block) },
  rich_text: {
    known: ['elements'],
    check: (rich) => objectsAt(rich, 'elements').flatMap(brokenInRich),
  },
  divider: { known: [], check: () => [] },
};

/** @param most  50 in a message, 100 in a modal or on the bot's page */
export function brokenInBlocks(blocks: readonly Json[], most: number): Broken[] {
  const ids = blocks.map((block) => textAt(block, 'block_id')).filter(Boolean);
  return [
    ...unless(blocks.length <= most, `blocks ≤ ${most}`, blocks.length),
    ...repeated(ids, 'block_id'),
    ...blocks.flatMap(brokenInBlock),
  ];
}

function brokenInBlock(block: Json): Broken[] {
  const type = textAt(block, 'type');
  const known = BLOCKS[type];
  if (known === undefined) return [broken('a block Slack knows', type)];
  const actions = objectsIn(block).map((part) => textAt(part, 'action_id'));
  return [
    ...fields(block, ['type', 'block_id', ...known.known], type),
    ...within(block.block_id, 255, 'block_id'),
    ...repeated(actions.filter(Boolean), 'action_id within a block'),
    ...known.check(block),
  ];
}

const RICH = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'];
const INLINE = ['text', 'link', 'emoji', 'user', 'usergroup', 'channel', 'broadcast', 'date', 'color'];

const brokenInRich = (part: Json): Broken[] => [
  ...unless(RICH.includes(textAt(part, 'type')), 'a rich_text element', part.type),
  ...objectsAt(part, 'elements').flatMap((inline) => [
    ...unless([...INLINE, ...RICH].includes(textAt(inline, 'type')), 'an element of rich_text', inline.type),
    ...(inline.type === 'text' ? within(inline.text ?? '', 13_000, 'rich_text.text') : []),
  ]),
];

const count = (block: Json, most: number, rule: string): Broken[] => {
  const { length } = objectsAt(block, 'elements');
  return unless(length >= 1 && length <= most, `${rule} 1..${most}`, length);
};

const elementOrImage = (element: Json): Broken[] =>
  element.type === 'image' ? image(element) : brokenInElement(element);

const image = (block: Json): Broken[] => [
  ...within(block.alt_text ?? '', 2000, 'image.alt_text'),
  ...within(block.image_url, 3000, 'image.image_url'),
  ...textObject(block.title, 2000, 'image.title', 'plain_text'),
  ...unless(block.image_url !== undefined || isObject(block.slack_file), 'image.image_url', block),
];
