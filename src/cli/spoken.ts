import type { Reply } from '../kernel/reply.ts';

/** A reply as text: what it says, what to beware of, where the picture is, how long it took. */
export function spoken({ text, caveats, pictures, timing }: Reply): string {
  const lines = [
    text.trim(),
    ...caveats.map((caveat) => `  · ${caveat.trim()}`),
    ...pictures.map(({ file }) => `picture ${file}`),
    ...(pictures.length === 0 ? [] : [timingLine(timing)]),
  ];
  const said = lines.filter((line) => line !== '');
  return said.length === 0 ? '' : `${said.join('\n')}\n`;
}

/** Steps that took no time are left out: a toggle runs no model. */
function timingLine({ queued, model, analysis, draw }: Reply['timing']): string {
  const steps = [
    ['waiting', queued],
    ['model', model],
    ['analysis', analysis],
    ['drawing', draw],
  ] as const;
  return steps
    .filter(([, ms]) => Math.round(ms) > 0)
    .map(([name, ms]) => `${name} ${Math.round(ms)} ms`)
    .join(', ');
}
