/** Control characters but line ends, halves of characters, and what turns text around. */
export const invisibleIn = (text: string): string[] =>
  (text.match(/(?![\n\t])\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu) ?? [])
    .slice(0, 3)
    .map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16)}`);
