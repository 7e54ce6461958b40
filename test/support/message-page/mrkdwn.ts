/** Slack's mrkdwn, as its apps show it: what was escaped wrongly is seen wrong here too. */
import { byRules, html, type Rule } from './html.ts';

/** A sign formats from a word's beginning to a word's end, within a line; a zero-width space is no word. */
const between = (sign: string, tag: string): Rule => [
  new RegExp(
    `(?<![\\p{L}\\p{N}])${sign}(?=[^\\s\\u200b])([^\\n${sign}]+?)(?<!\\s)${sign}(?![\\p{L}\\p{N}\\u200b])`,
    'uy',
  ),
  ([, inner = '']) => `<${tag}>${inline(inner)}</${tag}>`,
];

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

const INLINE: readonly Rule[] = [
  [/&(amp|lt|gt);/y, ([, name = '']) => html(ENTITIES[name] ?? '')],
  [/`([^`\n\u200b][^`\n]*)`/y, ([, code = '']) => `<code>${unescaped(code)}</code>`],
  [
    /<([@#!][^>|]+)(?:\|([^>]+))?>/y,
    ([, id = '', words = '']) => `<span class="mention">${html(words || id)}</span>`,
  ],
  [
    /<([^>|\s]+)(?:\|([^>]+))?>/y,
    ([, to = '', words = '']) => `<a href="${html(to)}">${html(words || to)}</a>`,
  ],
  between('\\*', 'b'),
  between('_', 'i'),
  between('~', 's'),
];

const inline = (text: string): string => byRules(text, INLINE);
const unescaped = (text: string): string => byRules(text, INLINE.slice(0, 1));

/** Text of type `mrkdwn` as HTML. */
export function mrkdwn(text: string): string {
  const parts = text.split(/```\n?([\s\S]+?)```/);
  return parts.map((part, i) => (i % 2 === 1 ? `<pre>${unescaped(part)}</pre>` : lines(part))).join('');
}

const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const isQuote = line.startsWith('&gt;');
      return `<div class="${isQuote ? 'quote' : 'line'}">${inline(isQuote ? line.slice(4) : line) || '<br>'}</div>`;
    })
    .join('');
