import { isSpace, quoteKind } from './characters.ts';
import { closingQuote, unescaped } from './quoted.ts';

/** A run of the text that belongs to a prompt; pieces are whole lines, but for the first. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export interface ReadPrompt extends Piece {
  readonly text: string;
}

/**
 * The prompt that the pieces form: trimmed, with the code fence or the quotes around the whole of it
 * taken off, and the backticks that close a command typed between backticks. Undefined when nothing is left.
 */
export function readPrompt(text: string, pieces: readonly Piece[], ticks: number): ReadPrompt | undefined {
  const filled = pieces.map((piece) => trimmed(text, piece)).filter(({ from, to }) => from < to);
  const from = filled[0]?.from ?? 0;
  const to = filled.at(-1)?.to ?? from;
  const kept = pieces.flatMap((piece) => {
    const start = Math.max(piece.from, from);
    const end = Math.min(piece.to, to);
    return start <= end ? [text.slice(start, end)] : [];
  });
  const typed = withoutTicks(kept.join('\n'), ticks);
  const prompt = unfenced(typed) ?? unquoted(typed) ?? typed;
  return prompt === '' ? undefined : { text: prompt, from, to };
}

/** A piece without the spaces at both of its ends. */
function trimmed(text: string, { from, to }: Piece): Piece {
  let start = from;
  let end = to;
  while (start < end && isSpace(text[start] ?? '')) start++;
  while (end > start && isSpace(text[end - 1] ?? '')) end--;
  return { from: start, to: end };
}

function withoutTicks(typed: string, ticks: number): string {
  if (ticks === 0 || !typed.endsWith('`'.repeat(ticks))) return typed;
  return typed.slice(0, -ticks).trimEnd();
}

const FENCE = '```';
/** The first line of a fenced block when it holds nothing but the name of a language. */
const LANGUAGE_LINE = /^[\w+#.-]*[^\S\n]*\r?\n/;

function unfenced(typed: string): string | undefined {
  if (!typed.startsWith(FENCE) || !typed.endsWith(FENCE)) return undefined;
  const body = typed.replace(/^`+/, '').replace(/`{3,}$/, '');
  if (body.includes(FENCE)) return undefined;
  const language = LANGUAGE_LINE.exec(body);
  return language === null ? body.trim() : body.slice(language[0].length).replace(/\r?\n[^\S\n]*$/, '');
}

function unquoted(typed: string): string | undefined {
  if (quoteKind(typed[0] ?? '') === undefined) return undefined;
  const close = closingQuote(typed, 0);
  return close > 0 && close === typed.length - 1 ? unescaped(typed.slice(1, -1)) : undefined;
}
