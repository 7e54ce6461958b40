import type { ExportedFinding } from '../analysis/exported-finding.ts';
import type { MemoryCounts } from '../analysis/forgotten-finding.ts';
import type { Attachment } from '../kernel/voice.ts';
import { notPermitted } from './channel-errors.ts';
import type { Here } from './here.ts';
import { channelCounts, personCounts } from './memory-counts.ts';

/**
 * All that is remembered of the channel, or of who asks, as a file.
 *
 * @throws {DispatchError} `not-permitted`: a channel's is for who manages it, since it holds what everyone said
 */
export async function exportMemory(
  here: Here,
  what: ExportedFinding['what'],
): Promise<{ readonly finding: ExportedFinding; readonly file: Attachment }> {
  if (what === 'channel' && !here.manages) throw notPermitted('take a channel’s memory along');
  const { there, content } = await read(here, what);
  const bytes = new TextEncoder().encode(`${JSON.stringify(content, null, 1)}\n`);
  const name = `dotp-${what}-${new Date(here.now).toISOString().slice(0, 10)}.json`;
  return {
    finding: {
      kind: 'exported',
      method: 'every key of this place read in the store',
      unit: 'bytes of the file; counts',
      control: 'none',
      caveats: [
        what === 'channel'
          ? 'The file holds what everyone here asked and was answered.'
          : 'The file holds what you asked and were answered, in every channel here.',
      ],
      what,
      there,
      file: name,
      bytes: bytes.length,
    },
    file: { name, type: 'application/json', bytes, description: DESCRIPTION[what] },
  };
}

const DESCRIPTION = {
  channel: 'What dotp remembers of this channel, as JSON',
  me: 'What dotp remembers of you here, as JSON',
} as const;

async function read(
  { memory, workspace, channel, person }: Here,
  what: ExportedFinding['what'],
): Promise<{ readonly there: MemoryCounts; readonly content: object }> {
  if (what === 'me') {
    const content = await memory.exportPerson(workspace, person.id);
    return { there: personCounts(content), content };
  }
  const content = await memory.export(workspace, channel);
  return { there: channelCounts(content), content };
}
