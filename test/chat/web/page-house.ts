import { webApp } from '../../../src/chat/web/app.ts';
import { openWeb } from '../../../src/chat/web/open.ts';
import type { PageTurn } from '../../../src/chat/web/page-turn.ts';
import { webArchive } from '../../../src/cli/serve/archive.ts';
import { type Listening, listenAt } from '../../../src/cli/serve/listen.ts';
import { openDesk } from '../../../src/dispatch/desk.ts';
import type { Rooms } from '../../../src/dispatch/rooms.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { silentMeter } from '../../../src/kernel/meter.ts';

const KEY = new Uint8Array(32).fill(7);
export const SESSION = 'abcdefghijklmnopqrstuv';
const PERSON = { id: 'pppppppppppppppppppppp', name: 'Ann' };

/** The page on a port of its own around the given rooms, and what a browser does with it. */
export async function pageAround(rooms: Rooms) {
  const status = { now: () => ({ ready: true, words: 'here' }), listen: () => () => {} };
  const web = openWeb({ archive: webArchive(rooms), key: KEY, log: silentLog, status, manages: true });
  const queue = { atOnce: 1, waiting: 100, waitingPerChannel: 20 };
  const desk = openDesk(rooms, { queue, turnLimit: 60_000, meter: silentMeter });
  desk.add(web.voice);
  web.start(desk);
  const server = await listenAt({ port: 0, host: '127.0.0.1' }, webApp(web, []).fetch);
  return { web, desk, server, ...browserOf(server) };
}

function browserOf({ address }: Listening) {
  let said = 0;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address, ...headers },
      body: JSON.stringify(body),
    });
  const say = (
    what: { text?: string; control?: string },
    session = SESSION,
    id = `${++said}`.padStart(16, '0'),
  ) => post(`/s/${session}/say`, { id, person: PERSON, ...what });
  return { address, post, say, listen: (session = SESSION, last?: string) => listen(address, session, last) };
}

interface Told {
  readonly name: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Server-sent events as they arrive. */
async function listen(address: string, session: string, last?: string) {
  const control = new AbortController();
  const answer = await fetch(`${address}/s/${session}/events`, {
    signal: control.signal,
    headers: last === undefined ? {} : { 'last-event-id': last },
  });
  const told: Told[] = [];
  const wake = new Set<() => void>();
  const reading = read(answer, (each) => {
    told.push(each);
    for (const go of wake) go();
  });
  return {
    told,
    lastId: () => told.findLast(({ id }) => id !== undefined)?.id,
    /** The turns as they are now, once that is so. */
    async until(isSo: (turns: readonly PageTurn[]) => boolean): Promise<readonly PageTurn[]> {
      for (;;) {
        const turns = turnsOf(told);
        if (isSo(turns)) return turns;
        await new Promise<void>((go) => wake.add(go));
      }
    },
    async close() {
      control.abort();
      await reading.catch(() => {});
    },
  };
}

async function read(answer: Response, onEvent: (told: Told) => void): Promise<void> {
  if (answer.body === null) throw new Error('The stream has no body.');
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const whole = text.split('\n\n');
    text = whole.pop() ?? '';
    for (const block of whole) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [name, data, id] = [field('event'), field('data'), field('id')];
      if (name !== undefined && data !== undefined)
        onEvent({ name, data: JSON.parse(data), ...(id === undefined ? {} : { id }) });
    }
  }
}

/** As a page shows them: the latest of each, in the order they were first told. */
function turnsOf(told: readonly Told[]): readonly PageTurn[] {
  const turns = new Map<string, PageTurn>();
  for (const { name, data } of told) if (name === 'turn' && isTurn(data)) turns.set(data.id, data);
  return [...turns.values()];
}

const isTurn = (data: unknown): data is PageTurn =>
  typeof data === 'object' && data !== null && 'id' in data && 'answers' in data && 'said' in data;
