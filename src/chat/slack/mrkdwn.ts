/**
 * Typed and generated text on its way into Slack: it shows as it is, calls nobody and formats nothing.
 *
 * A zero-width space behind each of `* _ ~ \`` keeps it from opening a format (an opening sign needs a
 * letter behind it); behind `@` and at the start of a line before `>` it keeps names and quotations apart.
 */
const ZERO = '\u200b';
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For text objects of type `mrkdwn`, and for `text` of a message. */
export function escapeMrkdwn(text: string): string {
  return text
    .replace(/^(?=>)/gm, ZERO)
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? '')
    .replace(/[*_~`@]/g, (sign) => sign + ZERO);
}

/**
 * For `plain_text`: buttons, options, headings. Slack reads no mention there; the zero-width space is for a
 * client that would. Never empty, which Slack refuses.
 *
 * @param most  in UTF-16 units, as Slack counts
 */
export function label(text: string, most: number): string {
  const clean = presentable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[<@](?=\S)/g, (sign) => sign + ZERO);
  return cut(clean, most) || '∅';
}

/** At most so many UTF-16 units, no pair of surrogates torn, `…` where something is left off. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Without characters that no text shows: controls but for line ends and tabs, torn surrogates, bidi marks. */
export const presentable = (text: string): string =>
  text.replace(/(?![\n\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
