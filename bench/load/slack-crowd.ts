import { readAnswerId } from '../../src/chat/answer-id.ts';
import { triggerName } from '../../src/chat/slack/incoming.ts';
import type { Delivered } from '../../test/support/slack/deliver.ts';
import { openFakeSlack } from '../../test/support/slack/fake-slack.ts';
import { objectsAt, textAt } from '../../test/support/slack/json.ts';
import type { SeenMessage } from '../../test/support/slack/log.ts';
import { BOT, TOKENS } from '../../test/support/slack/workspace.ts';
import type { Size } from './asks.ts';
import { type Crowd, channelName, KEY, personName, type Read } from './crowd.ts';

const PATIENCE = 120_000;

const channelId = (channel: number): string => `C0${channelName(channel).toUpperCase()}`;
const personId = (channel: number, person: number): string =>
  `U0${personName(channel, person).toUpperCase()}`;

export async function slackCrowd({ channels, peopleEach }: Size): Promise<Crowd> {
  const rooms = Array.from({ length: channels }, (_, channel) => channel);
  const people = rooms.flatMap((channel) =>
    Array.from({ length: peopleEach }, (_, person) => personName(channel, person)),
  );
  const fake = await openFakeSlack({ people: ['admin', ...people], channels: rooms.map(channelName) });
  const sessions = new Map<number, { readonly root: string; readonly first: string }>();
  return {
    platform: 'slack',
    env: { SLACK_BOT_TOKEN: TOKENS.bot, SLACK_APP_TOKEN: TOKENS.app, SLACK_API: fake.api },
    ready: () => fake.until('a connection', () => fake.sockets.open > 0).then(() => {}),
    async open(channel, text) {
      const at = { person: personId(channel, 0), channel: channelId(channel) };
      await fake.slash({ ...at, text: text.replace(/^\.p\//, '') });
      const answer = () => fake.messages(at.channel).find((message) => readOf(message).length > 0);
      const { ts, thread = '' } = await fake.until(`a session in ${at.channel}`, answer, PATIENCE);
      sessions.set(channel, { root: thread, first: ts });
    },
    async ask({ channel, person, way, text }) {
      const at = { person: personId(channel, person), channel: channelId(channel) };
      const { root = '', first = '' } = sessions.get(channel) ?? {};
      if (way === 'line') {
        const { ts, deliveries } = await fake.say({ ...at, thread: root, text });
        return { turn: `${at.channel}:${ts}`, ack: ackOf(deliveries[0]) };
      }
      if (way === 'command') {
        const done = await fake.slash({ ...at, text: text.replace(/^\.p\//, '') });
        return { turn: triggerName('slash', textAt(done.payload, 'trigger_id')), ack: ackOf(done) };
      }
      const done = await fake.press({ ...at, ts: first, button: text });
      const [action] = objectsAt(done.payload, 'actions');
      return { turn: `${textAt(action, 'action_ts')}:${at.person}`, ack: ackOf(done) };
    },
    answers: () => rooms.flatMap((channel) => fake.messages(channelId(channel)).flatMap(readOf)),
    wrong: () => [...fake.violations.map((one) => JSON.stringify(one)), ...fake.pings()],
    close: () => fake.close(),
  };
}

/** Too late, and an attempt that was made again, are no acknowledgement in time. */
const ackOf = (done: Delivered | undefined): number =>
  done?.acked === true && done.attempts === 1 ? done.ackMs : Number.NaN;

/** An answer's first block has its name; so has a progress message, of the action that stops it. */
function readOf({ channel, ts, user, blocks, deleted, onlyFor }: SeenMessage): Read[] {
  const id = textAt(blocks[0], 'block_id');
  if (user !== BOT.user || deleted || onlyFor !== undefined || !id.includes('~')) return [];
  const { action, turn } = readAnswerId(id, channel, KEY);
  return action === 'json' ? [{ turn: turn.replace(/\.\d+$/, ''), message: ts }] : [];
}
