import type { EditedComponent, InterventionFinding } from '../analysis/intervention-finding.ts';
import { quoted } from '../kernel/token-label.ts';

/** Characters that fit beside the badge. */
const LONGEST = 52;

/** `What if “France” were “Italy” and L5H1 were silent?` */
export function comparisonTitle(finding: InterventionFinding): string {
  const full = `What if ${listed(clauses(finding))}?`;
  if (full.length <= LONGEST) return full;
  const shorter = shortened(finding);
  return shorter.length <= LONGEST ? shorter : `What if ${listed(counts(finding))} were others?`;
}

/** The words by name, components by number: `What if “France” were “Italy” and 3 parts changed?` */
function shortened({ components, replaced }: InterventionFinding): string {
  if (replaced.length === 0) {
    const silent = components.every(({ gain }) => gain === 0);
    return `What if ${components.length} components ${silent ? 'were silent' : 'wrote more or less'}?`;
  }
  const parts = components.length === 0 ? [] : [`${some(components.length, 'part')} changed`];
  return `What if ${listed([...exchanges(replaced), ...parts])}?`;
}

const counts = ({ components, replaced }: InterventionFinding): string[] => [
  ...(replaced.length === 0 ? [] : [some(replaced.length, 'word')]),
  ...(components.length === 0 ? [] : [some(components.length, 'component')]),
];

const some = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const exchanges = (replaced: InterventionFinding['replaced']): string[] =>
  replaced.map(({ from, to }) => `${quoted(from)} were ${to === '' ? 'gone' : quoted(to)}`);

function clauses(finding: InterventionFinding): string[] {
  const { components, replaced } = finding;
  const silent = components.filter(({ gain }) => gain === 0);
  const scaled = components.filter(({ gain }) => gain !== 0);
  return [
    ...exchanges(replaced),
    ...(silent.length > 0 ? [`${together(silent, finding)} were silent`] : []),
    ...scaledClauses(scaled, finding),
  ];
}

/** One clause for each factor. */
function scaledClauses(scaled: readonly EditedComponent[], finding: InterventionFinding): string[] {
  const gains = [...new Set(scaled.map(({ gain }) => gain))];
  if (gains.length > 2) return [`${scaled.length} components wrote more or less`];
  return gains.map(
    (gain) =>
      `${together(
        scaled.filter((edit) => edit.gain === gain),
        finding,
      )} wrote ${times(gain)}`,
  );
}

/** `L5H1`, `L5H1 and M3`, `L5H1, M3 and 4 others` */
function together(edits: readonly EditedComponent[], finding: InterventionFinding): string {
  const names = edits.map((edit) => placedName(edit, finding));
  return names.length <= 3 ? listed(names) : `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
}

export function placedName({ name, from, to }: EditedComponent, { tokens }: InterventionFinding): string {
  if (from === 0 && to === tokens.length - 1) return name;
  return from === to ? `${name}@${from}` : `${name}@${from}–${to}`;
}

/** `2×`, `−0.5×` */
export const times = (gain: number): string => `${String(gain).replace('-', '−')}×`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
