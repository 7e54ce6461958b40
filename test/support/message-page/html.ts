/** Text as text, in HTML. */
export const html = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What stands at the beginning of a text, and what becomes of it. */
export type Rule = readonly [at: RegExp, written: (found: readonly string[]) => string];

/**
 * Goes through a text from left to right: the first rule that fits takes its piece, else one character is
 * taken as it is. @param rules  sticky expressions
 */
export function byRules(text: string, rules: readonly Rule[]): string {
  let written = '';
  for (let at = 0; at < text.length; ) {
    const [taken, piece] = pieceAt(text, at, rules);
    written += piece;
    at += taken;
  }
  return written;
}

function pieceAt(text: string, at: number, rules: readonly Rule[]): [number, string] {
  for (const [rule, write] of rules) {
    rule.lastIndex = at;
    const found = rule.exec(text);
    if (found !== null && found[0] !== '') return [found[0].length, write(found.map((part) => part ?? ''))];
  }
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return [sign.length, html(sign)];
}
