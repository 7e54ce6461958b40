import type { GlyphHelp, GlyphRate, HelpFinding } from '../analysis/help-finding.ts';
import { count, percent } from '../kernel/numbers.ts';

/**
 * Help as text: all commands as a line a family (a message of a chat holds no more), those of one family
 * with what each asks, or one command whole, with the glyphs it draws.
 */
export function helpWords({ commands, glyphs = [] }: HelpFinding): string {
  const [only, ...others] = commands;
  if (only === undefined) return glyphs.map(glyphEntry).join('\n');
  if (others.length === 0) return [entry(only), ...glyphs.map(glyphEntry)].join('\n');
  const families = new Map<string, string[]>();
  for (const { path } of commands)
    families.set(familyOf(path), [...(families.get(familyOf(path)) ?? []), verbOf(path)]);
  const rows: Row[] =
    families.size === 1
      ? commands.map(({ path, asks }) => [`.p/${path}`, asks])
      : [...families].map(([family, verbs]) => [`.p/${family}`, verbs.join(' ')]);
  const largest = [...families].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
  const more = families.size === 1 ? [] : [`.p/help ${largest} says what each command of a family asks.`];
  const last = '.p/help <command> says more; toggle turns the last picture from QK to OV.';
  return [...columns(rows), '', ...more, last].join('\n');
}

type Row = readonly [name: string, words: string];

const familyOf = (path: string): string => path.replace(/\..*$/, '');
const verbOf = (path: string): string => (path.includes('.') ? path.replace(/^[^.]*/, '') : '');

function columns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length)) + 3;
  return rows.map(([name, words]) => `${name.padEnd(width)}${words}`.trimEnd());
}

function entry({ path, asks, example, params }: HelpFinding['commands'][number]): string {
  const rows = params.map(
    ({ name, takes, default: usual, doc }) =>
      `  ${name} = ${takes}${usual === '' ? '' : ` (${usual})`}\n      ${doc}`,
  );
  return [`.p/${path}: ${asks}`, ...rows, `For example: ${example}`].join('\n');
}

/** `🜏 induction: …`, what it takes to be drawn, and how often it was drawn on nothing. */
function glyphEntry({ glyph, name, command, measures, threshold, rates }: GlyphHelp): string {
  const rows = rates.length === 0 ? ['  Wrongly drawn: not measured.'] : rates.map(rateRow);
  return [`${glyph} ${name} (.p/${command}): ${measures}.`, `  Drawn ${threshold}.`, ...rows].join('\n');
}

/** Nothing seen in n tries still allows 3/n (95 %). */
function rateRow({ model, on, unit, hits, tried }: GlyphRate): string {
  const most = hits === 0 ? `, 95 % sure below ${percent(3 / tried)}` : '';
  const share = `${percent(hits / tried)} (${count(hits)} of ${count(tried)} ${unit}${most})`;
  return `  Wrongly drawn: ${share}: ${model}, ${on}.`;
}
