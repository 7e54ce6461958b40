/** The bot as it runs, before the fake Slack: the adapter on the real Bolt, the real desk, the shipped model. */
import { createServer, type IncomingMessage } from 'node:http';
import { openSlack, type Slack } from '../../../src/chat/slack/open.ts';
import type { Command } from '../../../src/dispatch/command.ts';
import { openDesk } from '../../../src/dispatch/desk.ts';
import type { Rooms } from '../../../src/dispatch/rooms.ts';
import type { Runner } from '../../../src/engine/runner.ts';
import { type LogFacts, silentLog } from '../../../src/kernel/log.ts';
import { silentMeter } from '../../../src/kernel/meter.ts';
import { roomsAround } from '../../support/house.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../support/slack/fake-slack.ts';
import type { SeenMessage } from '../../support/slack/log.ts';
import { BOT, TOKENS } from '../../support/slack/workspace.ts';

const KEY = new Uint8Array(32).fill(7);
const GAPS = { post: 1, edit: 20 };
const DESK = {
  queue: { atOnce: 1, waiting: 100, waitingPerChannel: 20 },
  meter: silentMeter,
};

export interface Whole {
  readonly fake: FakeSlack;
  readonly desk: ReturnType<typeof openDesk>;
  readonly rooms: Rooms;
  /** Every picture that was drawn, in order. */
  readonly drawn: Uint8Array[];
  readonly logged: { readonly words: string; readonly facts: LogFacts | undefined }[];
  /** What the bot says that people see, without the roots of threads: one for each answer or failure. */
  answers(channel: string): SeenMessage[];
  /** Waits until so many answers are there, nothing runs and nothing is still on its way. */
  settled(channel: string, answers: number): Promise<SeenMessage[]>;
  close(): Promise<void>;
}

export interface WholeOptions extends FakeSlackOptions {
  /** Besides those of the house. */
  readonly command?: Command;
  /** Milliseconds that a turn may take. */
  readonly turnLimit?: number;
}

export async function openWhole(open: () => Promise<Runner>, options: WholeOptions = {}): Promise<Whole> {
  const fake = await openFakeSlack(options);
  const logged: Whole['logged'] = [];
  const tell = (words: string, facts?: LogFacts) => void logged.push({ words, facts });
  const log = { ...silentLog, info: tell, warn: tell, error: tell };
  const drawn: Uint8Array[] = [];
  const around = await roomsAround(open);
  const draw: Rooms['draw'] = async (figure) => {
    const picture = await around.draw(figure);
    drawn.push(picture.png);
    return picture;
  };
  const { command } = options;
  const commands = new Map([...around.commands, ...(command ? [[command.path, command] as const] : [])]);
  const rooms: Rooms = { ...around, commands, draw, log };
  const desk = openDesk(rooms, { ...DESK, turnLimit: options.turnLimit ?? 60_000 });
  const connected =
    options.mode === 'http' ? { signingSecret: TOKENS.signingSecret } : { appToken: TOKENS.app };
  const slack = openSlack({
    botToken: TOKENS.bot,
    ...connected,
    api: fake.api,
    desk,
    log,
    key: KEY,
    gaps: GAPS,
  });
  desk.add(slack.voice);
  await slack.start();
  const server = options.mode === 'http' ? await listening(slack) : undefined;
  fake.listensAt(server?.url);
  const answers = (channel: string) => fake.messages(channel).filter(isAnswer);
  return {
    fake,
    desk,
    rooms,
    drawn,
    logged,
    answers,
    settled: (channel, count) =>
      fake.until(`${count} answers`, () => {
        const found = answers(channel);
        return desk.busy === 0 && found.length >= count && found;
      }),
    async close() {
      await slack.stop();
      await server?.close();
      await fake.close();
    },
  };
}

/** What stays when a turn is over, but for the root of its thread, which says who asked what. */
const isAnswer = ({ user, deleted, text, thread }: SeenMessage): boolean =>
  user === BOT.user && !deleted && !(thread === undefined && / asked: /.test(text));

/** A server with nothing but Slack's address on it. */
async function listening(slack: Slack): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const {
      status,
      body,
      headers = {},
    } = await (slack.handle?.(await textOf(request), plain(request)) ?? {
      status: 404,
      body: '',
    });
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const plain = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
