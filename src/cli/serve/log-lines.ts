/** A line of the log for a person at a terminal, from its JSON: `12:34:56 info  words  id=1a2b3c4d`. */
export function prettyLine(json: string): string {
  const {
    time,
    level,
    msg,
    pid: _pid,
    hostname: _host,
    ...facts
  }: Record<string, unknown> = JSON.parse(json);
  const at = new Date(Number(time)).toTimeString().slice(0, 8);
  const told = Object.entries(facts).map(([name, value]) => `  ${name}=${shown(value)}`);
  return `${at} ${String(level).padEnd(5)} ${String(msg)}${told.join('')}\n`;
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  // An error with its stack takes lines of its own.
  if ('stack' in value && typeof value.stack === 'string') return `\n${value.stack}`;
  return JSON.stringify(value);
}
