/** Markup that is safe by its making: text that anybody typed goes in by {@link escaped}, and no other way. */

/** Signs that would end an element, open one, or cannot stand in a page at all. */
const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Signs that turn the reading of what follows: a name may not spell another with them. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Text as text, in an element or in a quoted attribute; control signs are shown as such. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cs}\p{NChar}]/gu, '\ufffd')
    .replace(TURNING, '')
    .replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');

type Attributes = Readonly<Record<string, string | number | true | undefined>>;

const VOID = new Set(['img', 'meta']);

/**
 * One element. Attribute values are escaped here.
 *
 * @param inside  markup, in pieces; of text use {@link escaped}
 */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return value === true ? [` ${key}`] : [` ${key}="${escaped(String(value))}"`];
  });
  const open = `<${name}${written.join('')}>`;
  return VOID.has(name) ? open : `${open}${inside.join('')}</${name}>`;
}

/** Bytes as an address that holds them. */
export const dataAddress = (type: string, bytes: Uint8Array | string): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

/** A moment for people and for machines, in UTC: the page is read in other places than it was made in. */
export function moment(at: number): string {
  const iso = new Date(at).toISOString();
  return element('time', { datetime: iso }, `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`);
}
