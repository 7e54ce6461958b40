import type { GlyphHelp, GlyphRate, HelpFinding } from '../analysis/help-finding.ts';
import { count, percent } from '../kernel/numbers.ts';

/** Help as text: a line a command, or a whole entry when one was asked for, with the glyphs it draws. */
export function helpWords({ commands, glyphs = [] }: HelpFinding): string {
  const [only, ...others] = commands;
  if (only === undefined) return glyphs.map(glyphEntry).join('\n');
  if (others.length === 0) return [entry(only), ...glyphs.map(glyphEntry)].join('\n');
  const width = Math.max(...commands.map(({ path }) => path.length)) + 6;
  const lines = commands.map(({ path, asks }) => `${`.p/${path}`.padEnd(width)}${asks}`);
  return [...lines, '', '.p/help <command> says more; toggle turns the last picture from QK to OV.'].join(
    '\n',
  );
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
