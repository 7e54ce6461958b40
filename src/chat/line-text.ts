import type { CommandCard, ParamCard } from '../kernel/command-card.ts';

/** The option of a command that holds its prompt. */
export const PROMPT = 'prompt';

/** Whether a command has an option for a prompt beside its own. */
export const takesPrompt = ({ needs, params }: CommandCard): boolean =>
  (needs === 'prompt' || needs === 'session' || needs === 'nothing') &&
  !params.some(({ name }) => name === PROMPT);

/** One option or field that was filled in, whatever platform it was typed on. */
export interface TypedOption {
  readonly name: string;
  readonly value?: string | number | boolean | undefined;
}

/**
 * Typed options as the line that says the same: `.p/reflect.trace{depth=3} "The capital of France is"`.
 * What the language must read itself (lists, addresses, ranges) goes in as it was typed when it is whole,
 * else in quotes, so that its error is told and nothing else of the line is changed by it.
 */
export function lineText(card: CommandCard, options: readonly TypedOption[]): string {
  const pairs = card.params.flatMap((param) => {
    const value = options.find(({ name }) => name === param.name)?.value;
    return value === undefined ? [] : [`${param.name}=${valueText(param, value)}`];
  });
  const head = pairs.length === 0 ? `.p/${card.path}` : `.p/${card.path}{${pairs.join(', ')}}`;
  const prompt = takesPrompt(card) ? options.find(({ name }) => name === PROMPT)?.value : undefined;
  if (prompt === undefined || String(prompt).trim() === '') return head;
  return `${head} ${card.needs === 'nothing' ? String(prompt) : quoted(String(prompt))}`;
}

function valueText({ type }: ParamCard, value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const typed = value.trim();
  if (type === 'heads')
    return whole(typed, '[')
      ? typed
      : `[${typed
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(quoted)
          .join(', ')}]`;
  if (type === 'scales') return scalesText(typed);
  if (type === 'list') return whole(typed, '[') ? typed : wordText(value);
  if (type === 'range' || type === 'count' || type === 'number')
    return /^[-+.\deE]+$/.test(typed) ? typed : wordText(typed);
  return wordText(value);
}

const scalesText = (typed: string): string => {
  const braced = typed.startsWith('{') ? typed : `{${typed}}`;
  return whole(braced, '{') ? braced : quoted(typed);
};

/** A word as it is; anything else, numbers and `true` too, in quotes: the option said that it is text. */
const wordText = (text: string): string =>
  /^[A-Za-z_][\w-]*$/.test(text) && !/^(null|true|false)$/i.test(text) ? text : quoted(text);

/** True for one bracketed value that closes at the very end, with every bracket and quote inside closed. */
function whole(text: string, open: '[' | '{'): boolean {
  if (!text.startsWith(open) || /[“”„‟«»＂‘’`()<]/.test(text)) return false;
  const waiting: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\') i++;
    else if (waiting.at(-1) === '"') char === '"' && waiting.pop();
    else if (char === '"') waiting.push('"');
    else if (char === "'") return false;
    else if (char === '[') waiting.push(']');
    else if (char === '{') waiting.push('}');
    else if ((char === ']' || char === '}') && waiting.pop() !== char) return false;
    if (waiting.length === 0) return i === text.length - 1;
  }
  return false;
}

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '"': '\\"',
};

/** Text between straight quotes, as the language reads it back unchanged. */
export const quoted = (text: string): string =>
  `"${text.replace(/[\\"\u201c-\u201f\u00ab\u00bb\uff02<[]|\p{Cc}|\p{Cf}|\p{Surrogate}/gu, (char) => NAMED[char] ?? units(char))}"`;

const units = (char: string): string =>
  Array.from(
    { length: char.length },
    (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
