/**
 * Text as a person typed it, out of Slack's wire form: `&amp; &lt; &gt;`, links, mentions and the
 * zero-width spaces that {@link escapeMrkdwn} writes, which come back when somebody copies an answer.
 */

/** One pass, so that `&amp;lt;` is the `&lt;` that was typed; each part stops at the next `<`: linear. */
const WIRE =
  /<([@#!]|https?:\/\/|mailto:|tel:)([^<>|\n]*)(?:\|([^<>\n]*))?>|&(amp|lt|gt);|([*_~`@])\u200b|\u200b(?=&gt;)/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

export function plainText(wire: string): string {
  return wire.replace(
    WIRE,
    (_, mark?: string, body?: string, label?: string, entity?: string, sign?: string) => {
      if (entity !== undefined) return ENTITIES[entity] ?? '';
      if (sign !== undefined) return sign;
      return entitiesRead(
        label === undefined || label === '' ? shown(mark ?? '', body ?? '') : named(mark, label),
      );
    },
  );
}

/** Without a label: `<@U1>` is `@U1`, `<!here>` is `@here`, `<!date^…^…>` has one by rule. */
function shown(mark: string, body: string): string {
  if (mark === '!') return `@${body.replace(/^subteam\^/, '')}`;
  return mark === 'mailto:' || mark === 'tel:' ? body : mark + body;
}

/** A person's or channel's name gets its sign back; a link is what was typed, which is its label. */
const named = (mark: string | undefined, label: string): string =>
  (mark === '@' || mark === '#') && !label.startsWith(mark) ? mark + label : label;

const entitiesRead = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (_, entity: string) => ENTITIES[entity] ?? '');

/** The text behind a mention of the bot, which may stand in front of it. */
export function withoutMention(wire: string, bot: string): string {
  const mention = /^\s*<@([A-Z0-9]+)(?:\|[^<>]*)?>[\s:,]*/.exec(wire);
  return mention?.[1] === bot ? wire.slice(mention[0].length) : wire;
}
