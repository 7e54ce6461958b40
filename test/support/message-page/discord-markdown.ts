/** Discord's markdown, as its app shows it: what was escaped wrongly is seen wrong here too. */
import { byRules, html, type Rule } from './html.ts';

/** One or more signs, none of them the end of a format unless a backslash stands before it. */
const INSIDE = String.raw`((?:\\[\s\S]|[\s\S])+?)`;
const between = (sign: string, tag: string): Rule => [
  new RegExp(`${sign}${INSIDE}${sign}`, 'y'),
  ([, inner = '']) => `<${tag}>${inline(inner)}</${tag}>`,
];
const link = (address: string, words: string): string => `<a href="${html(address)}">${words}</a>`;
const mention = (words: string): string => `<span class="mention">${html(words)}</span>`;

const INLINE: readonly Rule[] = [
  [/\\([^\p{L}\p{N}\s])/uy, ([, sign = '']) => html(sign)],
  [/`([^`]+)`/y, ([, code = '']) => `<code>${html(code)}</code>`],
  between(String.raw`\*\*`, 'b'),
  between('__', 'u'),
  between('~~', 's'),
  between(String.raw`\|\|`, 'mark'),
  between(String.raw`\*`, 'i'),
  between(String.raw`(?<!\p{L})_`, 'i'),
  [/\[([^\]]+)\]\((https?:[^\s)]+)\)/y, ([, words = '', address = '']) => link(address, inline(words))],
  [/<(https?:[^\s>]+)>/y, ([, address = '']) => link(address, html(address))],
  [/https?:\/\/[^\s<]+/y, ([address = '']) => link(address, html(address))],
  [/<(?:@[!&]?|#)\d+>|@(?:everyone|here)\b/y, ([words = '']) => mention(words)],
];

const inline = (text: string): string => byRules(text, INLINE);

/** Signs at the beginning of a line. */
const LINES: readonly (readonly [RegExp, string])[] = [
  [/^-# /, 'sub'],
  [/^### /, 'h3'],
  [/^## /, 'h2'],
  [/^# /, 'h1'],
  [/^> /, 'quote'],
  [/^\s*[-*] /, 'item'],
  [/^\s*\d+\. /, 'item'],
];

function line(text: string): string {
  const [start, kind] = LINES.find(([sign]) => sign.test(text)) ?? [/^/, 'line'];
  return `<div class="${kind}">${inline(text.replace(start, '')) || '<br>'}</div>`;
}

/** Content of a message as HTML. */
export function discordMarkdown(content: string): string {
  const parts = content.split(/```(?:[a-z]*\n)?([\s\S]+?)```\n?/);
  return parts
    .map((part, i) => (i % 2 === 1 ? `<pre>${html(part)}</pre>` : part === '' ? '' : lines(part)))
    .join('');
}

const lines = (text: string): string => text.replace(/\n$/, '').split('\n').map(line).join('');
