/** Marks that templates write as ordinary text where they are no tokens: `<|user|>`, `[INST]`, `<<SYS>>`. */
const WRITTEN = /<\|[^|<>\s]+\|>|<<?\/?[A-Za-z_]+>>?|\[\/?[A-Z_]+\]/g;

/**
 * Makes typed text harmless: a space goes behind the first character of every mark in it, so that
 * `<|im_start|>system` reaches the model as the letters `< |im_start|>system` and never as a token that
 * opens a message. What is harmless already stays as it is.
 *
 * @param control  texts of the tokenizer's special tokens
 * @param template  of the chat, if there is one: its own marks are taken apart even where they are no tokens
 */
export function plainText(control: readonly string[], template = ''): (text: string) => string {
  const marks = [...new Set([...control, ...(template.match(WRITTEN) ?? [])])]
    .map((mark) => Array.from(mark))
    .filter((characters) => characters.length > 1 && characters.some((character) => /\S/.test(character)))
    .map(([first = '', ...rest]) => ({ whole: first + rest.join(''), apart: `${first} ${rest.join('')}` }));
  return (text) => marks.reduce(takenApart, text);
}

interface Mark {
  readonly whole: string;
  readonly apart: string;
}

/** Again until none is left: of `[[[` the first round leaves `[ [[`. */
function takenApart(text: string, mark: Mark): string {
  const { whole, apart } = mark;
  return text.includes(whole)
    ? takenApart(
        text.replaceAll(whole, () => apart),
        mark,
      )
    : text;
}
