/** The stages of the two platforms: the same conversation, as each of them lets people hold it. */
import type { FakeDiscord } from '../support/discord/open.ts';
import type { FakeSlack } from '../support/slack/fake-slack.ts';
import { TEAM } from '../support/slack/workspace.ts';
import type { Stage } from './conversation.ts';

/** The server of the stages. */
export const GUILD = 'soak';

/** Long enough for a process to die a few times and come back. */
const PATIENCE = 600_000;

export function discordStage(fake: FakeDiscord, channel: string): Stage {
  let thread = '';
  const isDone = ({ ours, loading, buttons }: Seen) => ours && !loading && !buttons.includes('Stop');
  const finished = (place: string) => fake.messages(place).filter(isDone);
  const inSession = () => [
    ...finished(channel).filter(({ id }) => id === thread),
    ...(fake.messages().some((message) => message.channel === thread) ? finished(thread) : []),
  ];
  return {
    async open(text) {
      const [, family = '', verb = '', prompt = ''] = /^\.p\/(\w+)\.(\w+)\s+(.*)$/s.exec(text) ?? [];
      const { id, ack } = await fake.slash({ channel, path: [family, verb], options: { prompt } });
      if (ack === undefined) return false;
      const reply = await fake.until(
        () => fake.messages(channel).find(({ interaction }) => interaction === id),
        'a reply',
        PATIENCE,
      );
      thread = reply.id;
      await fake.until(
        () => fake.messages(channel).find((message) => message.id === thread)?.thread,
        'a thread',
        PATIENCE,
      );
      return true;
    },
    async say(text) {
      fake.say({ channel: thread, text }); // no acknowledgement is made of a message: it is heard, sooner or later
      return true;
    },
    async press(label) {
      const last = inSession().at(-1);
      if (last === undefined) return false;
      return (await fake.press({ message: last.id, label })).ack !== undefined;
    },
    place: () => ({ workspace: fake.id(GUILD), channel: fake.id(channel), thread }),
    answers: () => inSession().map(({ content }) => content),
    strays: () =>
      finished(channel)
        .filter(({ id }) => id !== thread)
        .map(({ content }) => content),
    async answered(count) {
      await fake.until(() => inSession().length >= count, `answer ${count} of ${channel}`, PATIENCE);
    },
  };
}

type Seen = ReturnType<FakeDiscord['messages']>[number];

export function slackStage(fake: FakeSlack, channel: string): Stage {
  const person = 'U0ADA';
  let root = '';
  const roots = (): SlackSeen[] =>
    fake.messages(channel).filter(({ thread, deleted, onlyFor }) => !thread && !deleted && !onlyFor);
  const inThread = (ts: string): SlackSeen[] =>
    fake
      .messages(channel, ts)
      .filter(({ ts: own, user, deleted }) => own !== ts && user === 'U0DOTP' && !deleted)
      .filter(({ blocks }) => !JSON.stringify(blocks).includes('"text":"Stop"'));
  return {
    async open(text) {
      const before = new Set(roots().map(({ ts }) => ts));
      const { acked } = await fake.slash({ person, channel, text: text.replace(/^\.p\//, '') });
      if (!acked) return false;
      const asked = text.replace(/^.*?(Ask .*)$/s, '$1');
      const found = await fake.until(
        'a root',
        () => roots().find((one) => !before.has(one.ts) && wordsOf(one).includes(asked)),
        PATIENCE,
      );
      root = found.ts;
      return true;
    },
    async say(text) {
      const { deliveries } = await fake.say({ person, channel, thread: root, text });
      return deliveries.some(({ acked }) => acked);
    },
    async press(button) {
      const last = inThread(root).findLast(({ blocks }) => JSON.stringify(blocks).includes(button));
      return last !== undefined && (await fake.press({ person, channel, ts: last.ts, button })).acked;
    },
    place: () => ({ workspace: TEAM.id, channel, thread: root }),
    answers: () => inThread(root).map(wordsOf),
    strays: () =>
      roots()
        .filter(({ ts }) => ts !== root)
        .flatMap(({ ts }) => inThread(ts).map(wordsOf)),
    async answered(count) {
      await fake.until(`answer ${count} of ${channel}`, () => inThread(root).length >= count, PATIENCE);
    },
  };
}

type SlackSeen = ReturnType<FakeSlack['messages']>[number];

const wordsOf = ({ text, blocks }: SlackSeen): string => `${text}\n${JSON.stringify(blocks)}`;
