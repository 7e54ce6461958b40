import type { MemoryCounts } from '../analysis/forgotten-finding.ts';
import type { ChannelExport } from '../memory/export.ts';
import type { PersonExport } from '../memory/export-person.ts';

/** An export in numbers. */
export const channelCounts = ({
  sessions,
  events,
  limits,
  guards,
  anchors,
}: ChannelExport): MemoryCounts => ({
  sessions: sessions.length,
  turns: total(sessions.map(({ turns }) => turns.length)),
  events: events.length,
  people: new Set(sessions.flatMap(({ participants }) => participants.map(({ id }) => id))).size,
  limits: Object.keys(limits).length,
  ...(guards.length > 0 && { guards: guards.length }),
  ...(anchors.length > 0 && { anchors: anchors.length }),
});

export const personCounts = ({ sessions, events, limits, guards, anchors }: PersonExport): MemoryCounts => ({
  sessions: sessions.length,
  turns: total(sessions.map(({ turns }) => turns.length)),
  events: events.length,
  people: sessions.some(({ part }) => part !== undefined) ? 1 : 0,
  limits: Object.keys(limits).length,
  ...(guards.length > 0 && { guards: guards.length }),
  ...(anchors.length > 0 && { anchors: anchors.length }),
});

/** Of one session in a channel's export. */
export function threadCounts(found: ChannelExport, thread: string | undefined): MemoryCounts {
  const sessions = found.sessions.filter((session) => session.thread === thread);
  const answered = sessions.flatMap(({ turns }) => turns.map(({ id }) => id.replace(/\.\d+$/, '')));
  const events = found.events.filter((event) => event.thread === thread || answered.includes(event.id));
  const anchors = thread === undefined ? found.anchors : [];
  return channelCounts({ ...found, sessions, events, limits: {}, guards: [], anchors });
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);
