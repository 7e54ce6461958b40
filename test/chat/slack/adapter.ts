import { type Gaps, openSlack, type Slack } from '../../../src/chat/slack/open.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import type { CommandCard } from '../../../src/kernel/command-card.ts';
import type { SessionSummary } from '../../../src/kernel/desk.ts';
import { type LogFacts, silentLog } from '../../../src/kernel/log.ts';
import type { Reply } from '../../../src/kernel/reply.ts';
import { type Answered, answerName } from '../../../src/kernel/voice.ts';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../support/slack/fake-slack.ts';
import { TOKENS } from '../../support/slack/workspace.ts';

export const KEY = new Uint8Array(32).fill(7);

/** The desk's side as a test has it: what arrived, and levers. */
export interface Levers {
  readonly events: ChatEvent[];
  /** What is to be answered, with what Slack knows of the person. */
  readonly asked: ChatEvent[];
  /** What `receive` waits for, or fails with. */
  keep: () => Promise<void>;
  readonly sessions: SessionSummary[];
  readonly logged: { readonly words: string; readonly facts: LogFacts | undefined }[];
}

export interface Adapter extends Levers {
  readonly fake: FakeSlack;
  readonly slack: Slack;
  /** The nth event that was taken in. */
  event(nth: number): Promise<ChatEvent>;
  close(): Promise<void>;
}

const CARD: CommandCard = {
  path: 'reflect.trace',
  asks: 'Why this word?',
  example: '.p/reflect.trace The capital of France is',
  needs: 'prompt',
  params: [{ name: 'top', type: 'count', doc: 'Nodes.', optional: true, min: 1, max: 200, default: 40 }],
};

const GAPS = { post: 1, edit: 20 };

export interface AdapterOptions extends FakeSlackOptions {
  readonly gaps?: Partial<Gaps>;
  readonly tokens?: { readonly bot?: string; readonly app?: string };
}

/** The adapter before the fake, with a desk that keeps what it is given. */
export async function openAdapter(options: AdapterOptions = {}): Promise<Adapter> {
  const fake = await openFakeSlack(options);
  const levers: Levers = { events: [], asked: [], keep: async () => {}, sessions: [], logged: [] };
  const slack = slackOf(fake, levers, options);
  await slack.start();
  return {
    ...levers,
    fake,
    slack,
    get keep() {
      return levers.keep;
    },
    set keep(keep) {
      levers.keep = keep;
    },
    event: (nth) => fake.until(`event ${nth}`, () => levers.events[nth]),
    async close() {
      await slack.stop();
      await fake.close();
    },
  };
}

/** Another process on the same workspace. */
export function slackOf(
  fake: FakeSlack,
  levers: Levers,
  { mode = 'socket', tokens = {}, gaps = {} }: AdapterOptions = {},
): Slack {
  const tell = (words: string, facts?: LogFacts) => void levers.logged.push({ words, facts });
  const known = new Set<string>();
  return openSlack({
    botToken: tokens.bot ?? TOKENS.bot,
    ...(mode === 'socket' ? { appToken: tokens.app ?? TOKENS.app } : { signingSecret: TOKENS.signingSecret }),
    api: fake.api,
    key: KEY,
    gaps: { ...GAPS, ...gaps },
    log: { ...silentLog, warn: tell, error: tell },
    desk: {
      cards: [CARD],
      async receive(event) {
        await levers.keep();
        if (known.has(event.id)) return false;
        known.add(event.id);
        levers.events.push(event);
        return true;
      },
      answer: async (event, whole = async (known) => known) => void levers.asked.push(await whole(event)),
      inSession: async ({ channel, thread }) =>
        levers.sessions.some((session) => session.channel === channel && session.thread === thread),
      sessions: async (_, channel) => levers.sessions.filter((session) => session.channel === channel),
    },
  });
}

export const PNG = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7) % 256);

const REPLY: Reply = {
  command: '.p/reflect.trace',
  params: { mode: 'session', depth: 3 },
  model: { name: 'm', family: 'llama', device: 'cpu', layers: 1, heads: 1, kvHeads: 1, width: 1, vocab: 1 },
  prompt: { text: 'The capital of <France> is', tokens: [] },
  findings: [],
  pictures: [{ file: '', width: 1520, height: 968, alt: 'A graph of 40 nodes.' }],
  text: 'The model says " Paris".',
  caveats: ['Weak: @everyone.'],
  timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
};

export const answered = (event: ChatEvent, change: Partial<Answered> = {}): Answered => ({
  turn: answerName(event, 0),
  reply: REPLY,
  png: PNG,
  picks: [{ action: 'head', argument: 'L0H0', label: 'L0H0' }],
  files: [],
  show: 'answer',
  ...change,
});
