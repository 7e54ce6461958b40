import type { ModelsFinding } from '../analysis/models-finding.ts';

/** What the thread asks, and below it what it may: ✓ is on this machine. */
export function modelsWords({ chosen, usual, changed, choices }: ModelsFinding): string {
  const name = chosen ?? (usual === null ? 'the usual model' : `${usual}, the usual model`);
  const width = Math.max(0, ...choices.map((choice) => choice.name.length));
  if (changed) return `From now on this thread asks ${name}. It is opened at the next question.`;
  return [
    `This thread asks ${name}.`,
    ...choices.map((choice) =>
      `${choice.present ? '✓' : ' '} ${choice.name.padEnd(width)}  ${choice.about}`.trimEnd(),
    ),
    ...(choices.some(({ present }) => !present)
      ? ['Those without ✓ are not on this machine: dotp model get NAME fetches one.']
      : []),
  ].join('\n');
}
