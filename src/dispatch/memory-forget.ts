import type { ForgottenFinding, MemoryCounts } from '../analysis/forgotten-finding.ts';
import { notPermitted } from './channel-errors.ts';
import type { Here } from './here.ts';
import { channelCounts, personCounts, threadCounts } from './memory-counts.ts';

export type Forgettable = ForgottenFinding['what'];

/**
 * Counts what is remembered and, where the person is sure, deletes it and reads everything once more.
 *
 * @throws {DispatchError} `not-permitted`: a channel is forgotten by who manages it, a thread by them or who opened it
 */
export async function forget(here: Here, what: Forgettable, sure: boolean): Promise<ForgottenFinding> {
  await permit(here, what);
  const there = await countsOf(here, what);
  const { deleted, left } = sure ? await deletion(here, what) : { deleted: null, left: null };
  return {
    kind: 'forgotten',
    method: 'every key of this place read in the store',
    unit: 'deleted and left: keys of the store, one for each fact',
    control: sure ? 'everything read again after deleting' : 'none: nothing was deleted',
    caveats: sure ? CAVEATS[what] : [],
    what,
    there,
    deleted,
    left,
  };
}

async function permit(here: Here, what: Forgettable): Promise<void> {
  if (what === 'me' || here.manages) return;
  if (what === 'channel') throw notPermitted('let a channel be forgotten');
  const { opened } = await here.session.people.standing();
  if (opened?.by.id !== here.person.id)
    throw notPermitted('let this thread be forgotten', 'who opened it, or who manages the place,');
}

async function countsOf(here: Here, what: Forgettable): Promise<MemoryCounts> {
  const { memory, workspace, channel, thread, person } = here;
  if (what === 'me') return personCounts(await memory.exportPerson(workspace, person.id));
  const found = await memory.export(workspace, channel);
  return what === 'channel' ? channelCounts(found) : threadCounts(found, thread);
}

function deletion({ memory, workspace, channel, thread, person }: Here, what: Forgettable) {
  if (what === 'me') return memory.forgetPerson(workspace, person.id);
  if (what === 'channel') return memory.forgetChannel(workspace, channel);
  return memory.forgetThread(workspace, channel, thread);
}

const MESSAGES = 'Messages that stand in the chat itself are the platform’s: delete them there.';

const CAVEATS: Readonly<Record<Forgettable, readonly string[]>> = {
  channel: [MESSAGES],
  thread: [MESSAGES],
  me: [
    MESSAGES,
    'Answers that others had about your very words, and what names your id, go too; what others wrote in words of their own stays.',
  ],
};
