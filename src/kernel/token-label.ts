/** Runs of blanks longer than this are counted: `␣×8`. */
const LONGEST_RUN = 3;
/** A label never needs more; widths are the renderer's business. */
const LONGEST_LABEL = 40;
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** User-perceived characters: an emoji family or a letter with its marks is one. */
export const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), (s) => s.segment);

/** The first `most` graphemes, `…` standing for the rest. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const all = graphemes(text.slice(0, most * 32));
  return all.length <= most ? all.join('') : `${all.slice(0, Math.max(0, most - 1)).join('')}…`;
}

/**
 * A token as people can read it: `·` for a space at either end, `␣` for nothing else, `↵` newline, `⇥` tab, `∅` nothing
 * visible, `◌` under a mark that has lost its letter, `�` for bytes that are not yet a character.
 */
export function tokenLabel(text: string): string {
  const visible = printable(
    text
      .replace(/\r\n?|\n/g, '↵')
      .replace(/\t/g, '⇥')
      .replace(/^\p{Zs}+$/u, (blanks) => '␣'.repeat(blanks.length))
      .replace(/^\p{Zs}+|\p{Zs}+$/gu, (blanks) => '·'.repeat(blanks.length)),
  );
  const counted = visible.replace(/([␣·↵⇥])\1{3,}/gu, (run, sign: string) => counting(sign, run.length));
  const seated = counted.replace(/^(\p{M})/u, '◌$1');
  return seated === '' ? '∅' : cut(seated, LONGEST_LABEL);
}

const counting = (sign: string, times: number): string =>
  times > LONGEST_RUN ? `${sign}×${times}` : sign.repeat(times);

/**
 * Text without what must not be drawn: control, bidirectional and other format characters (joiners
 * inside a word or an emoji stay), unassigned and private code points, towers of marks.
 */
export function printable(text: string): string {
  return text
    .replace(/\p{Cs}|\p{Cn}|\p{Co}/gu, '\ufffd')
    .replace(/\p{Cc}/gu, '')
    .replace(/(?!\u200c|\u200d)\p{Cf}/gu, '')
    .replace(/(?<![\p{L}\p{M}\p{So}\p{Sk}])[\u200c\u200d]+|[\u200c\u200d]+(?![\p{L}\p{So}])/gu, '')
    .replace(/^\ufe0f+/u, '')
    .replace(/(\p{Mn}{3})\p{Mn}+/gu, '$1');
}

/** A token inside a sentence: without the space it begins with, its direction kept to itself. */
export function quoted(text: string, most = 24): string {
  const trimmed = text.trim();
  const label = cut(tokenLabel(trimmed === '' ? text : trimmed), most);
  return `“${isolate(label)}”`;
}

/** Whether a label's first letter is written from right to left; its `·` then stands at the right. */
export const isRtl = (label: string): boolean => RTL.test(/\p{L}/u.exec(label)?.[0] ?? '');

/** Wraps right-to-left text in U+2068 … U+2069 so that its neighbours keep their places. */
export const isolate = (label: string): string => (RTL.test(label) ? `\u2068${label}\u2069` : label);
