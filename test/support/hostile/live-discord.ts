/**
 * What of a message Discord would read as markup, a mention or an address, by a reading of its own: a
 * backslash takes the meaning of the sign behind it away, and nothing means anything in a block of code.
 */
import { invisibleIn } from './invisible.ts';

/** Ours: the command in bold at the head. */
const HEAD = /^\*\*([^*\n]{1,120})\*\*/;
/** Ours: small print. */
const SMALL = /^-# /gm;

export function liveInDiscord(content: string): string[] {
  const [code, rest] = codeApart(content);
  const bare = rest
    .replace(/\\[!-/:-@[-`{-~]/g, (pair) => (pair === '\\@' ? '@' : ' '))
    .replace(/@\u200b/g, ' ')
    .replace(HEAD, '$1')
    .replace(SMALL, '');
  return [
    ...found(bare, /[*_~`|<>[\]]|@|:\/\/|discord\.(?:gg|com)\/|^\s*(?:#{1,3}|>|[-+*]|\d+\.) /gm),
    ...found(code, /@(?!\u200b)|<(?!\u200b)|:\/\/|`(?!\u200b)/g),
    ...invisibleIn(content.replace(/(?<=@|[`<:]|discord)\u200b/gi, '')),
  ].map((sign) => `${JSON.stringify(sign)} is live in ${JSON.stringify(content.slice(0, 300))}`);
}

/** The one block that an error is told in, and what stands around it. */
function codeApart(content: string): readonly [code: string, rest: string] {
  const [, before = '', code = '', after = ''] = /^([^`]*)```\n([\s\S]*)\n```([\s\S]*)$/.exec(content) ?? [];
  return code === '' ? ['', content] : [code, `${before}\n${after}`];
}

const found = (text: string, sign: RegExp): string[] => (text.match(sign) ?? []).slice(0, 3);
