import type { ExportedFinding } from '../analysis/exported-finding.ts';
import type { ForgottenFinding, MemoryCounts } from '../analysis/forgotten-finding.ts';
import { bytesInWords } from '../kernel/bytes.ts';
import { count } from '../kernel/numbers.ts';

/** What will go, or what went and how one knows. */
export function forgottenWords({ what, there, deleted, left }: ForgottenFinding): string {
  if (deleted === null)
    return `I remember ${counted(there, what)} ${OF[what]}. All of it would be deleted and could not be had back. If you are sure: .p/memory.forget{what=${what}, sure=true}`;
  const proof =
    left === 0
      ? 'A second reading found 0 left.'
      : `A second reading still found ${count(left ?? 0)}: somebody wrote meanwhile. Say it again.`;
  return `Forgotten ${OF[what]}: ${counted(there, what)}. ${count(deleted)} keys of the store were deleted. ${proof}`;
}

export const exportedWords = ({ what, there, file, bytes }: ExportedFinding): string =>
  `What I remember ${OF[what]}: ${counted(there, what)}. It is in ${file}, ${bytesInWords(bytes)}.`;

const OF = { channel: 'of this channel', thread: 'of this thread', me: 'of you here' } as const;

function counted(
  { sessions, turns, events, people, limits, guards = 0, anchors = 0 }: MemoryCounts,
  what: keyof typeof OF,
): string {
  return [
    ...(what === 'thread' ? [] : [numbered(sessions, 'session')]),
    numbered(turns, 'answer'),
    numbered(events, 'message'),
    ...(what === 'me' ? [] : [`${count(people)} ${people === 1 ? 'person' : 'people'}`]),
    ...(limits === 0 ? [] : [numbered(limits, 'limit')]),
    ...(guards === 0 ? [] : [numbered(guards, 'guard')]),
    ...(anchors === 0 ? [] : [numbered(anchors, 'anchor')]),
  ].join(', ');
}

const numbered = (n: number, name: string): string => `${count(n)} ${name}${n === 1 ? '' : 's'}`;
