import type { HelpFinding } from '../analysis/findings.ts';

/** Help as text: a line a command, or a whole entry when one was asked for. */
export function helpWords({ commands }: HelpFinding): string {
  const [only, ...others] = commands;
  if (only !== undefined && others.length === 0) return entry(only);
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
