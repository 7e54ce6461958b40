/**
 * Text that Discord shows as it is: nothing in it pings, links, formats, hides or reorders.
 *
 * A backslash before a punctuation mark takes its meaning away, for the reader's app and for the server's
 * search for mentions and addresses alike. `@` gets a zero-width space too, because `\@everyone` is still
 * a mention of everyone.
 */
export const escaped = (text: string): string =>
  shown(text)
    .replace(/[\\*_~`|<>[\]()#:/+-]/g, '\\$&')
    .replace(/@/g, '\\@\u200b')
    .replace(/^(\s*\d+)\./gm, '$1\\.');

/** Text of a monospaced block: carets stay under their place, and nothing in it ends the block or pings. */
export const codeBlock = (text: string): string => `\`\`\`\n${inCode(text)}\n\`\`\``;

/** In a block backslashes are only backslashes: a zero-width space takes the meaning away. */
const inCode = (text: string): string =>
  shown(text).replace(/[`@<]|:(?=\/\/)|discord(?=[.a-z])/gi, '$&\u200b');

const BETWEEN_EMOJI =
  /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})/u;
const BETWEEN_LETTERS = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=\p{L})/u;
/** Joiners where emoji or scripts need them; else what hides, reorders or takes no room; last the control characters. */
const MARKS = new RegExp(
  `${BETWEEN_EMOJI.source}|${BETWEEN_LETTERS.source}|[\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\ufe00-\\ufe0e\\u{e0100}-\\u{e01ef}]|(?!\\n)\\p{Cc}`,
  'gu',
);

/** Text whose every character can be seen: invisible ones are U+FFFD, control characters their pictures. */
export function shown(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(MARKS, (char) => {
      if (char === '\t') return ' ';
      if (/[\u200c\u200d]/.test(char) && char.length === 1) return char;
      const code = char.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
    })
    .replace(/\n{3,}/g, '\n\n');
}
