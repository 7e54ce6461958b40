import { type Json, objectsIn, textAt } from './json.ts';

/** Who a message would call: `<@U…>`, `<!here>`, `<!channel>`, `<!everyone>`, `<!subteam^…>`, as Slack reads it. */
export function pingsIn(sent: Json): string[] {
  const parsesNames = sent.parse === 'full' || isTrue(sent.link_names);
  return [
    ...calls(textAt(sent, 'text'), parsesNames),
    ...calls(textAt(sent, 'initial_comment'), false),
    ...objectsIn([sent.blocks, sent.attachments])
      .filter(({ type }) => type === 'mrkdwn' || type === 'markdown')
      .flatMap((object) => calls(textAt(object, 'text'), object.verbatim !== true)),
    ...objectsIn(sent.blocks)
      .filter(({ type }) => type === 'user' || type === 'usergroup' || type === 'broadcast')
      .map((element) => JSON.stringify(element)),
  ];
}

const isTrue = (value: unknown): boolean =>
  value === true || value === 'true' || value === 1 || value === '1';

/** @param names  whether `@here` typed out counts too: only where Slack was asked to, or not told `verbatim` */
function calls(text: string, names: boolean): string[] {
  const marked = text.match(
    /<@[UW][A-Z0-9]*(?:\|[^>]*)?>|<!(?:here|channel|everyone|group|subteam\^[^>]*)(?:\|[^>]*)?>/g,
  );
  const typed = names ? text.match(/(?<![\w&<!])@(?:here|channel|everyone)\b/g) : null;
  return [...(marked ?? []), ...(typed ?? [])];
}
