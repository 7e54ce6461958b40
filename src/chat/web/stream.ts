import type { Feed } from './feed.ts';
import type { StatusSource } from './status.ts';

/** Silence after which a line is sent, so that what stands between keeps the connection. */
const BEAT_MS = 15_000;

/**
 * A session as server-sent events. `reset` names the turns there are, which are all told anew; `turn` holds one
 * turn as it is now, `status` how the house is. The id of an event is `<run>-<version>`: who comes back with it gets what
 * changed since, and after a restart everything.
 *
 * A reader sets its own pace: while it does not read nothing is piled up for it, and then it gets the
 * latest of each turn.
 *
 * @param run   names this start of the process
 * @param last  header Last-Event-ID
 */
export function eventStream(
  feed: Feed,
  status: StatusSource,
  {
    run,
    last,
    signal,
  }: { readonly run: string; readonly last: string | undefined; readonly signal: AbortSignal },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let seen = knownVersion(last, run);
  let told: string | undefined;
  let wake = (): void => {};
  const stopListening = [feed.listen(() => wake()), status.listen(() => wake())];
  const close = () => {
    for (const stop of stopListening) stop();
    wake();
  };
  signal.addEventListener('abort', close, { once: true });

  function news(): string {
    const lines: string[] = [];
    if (seen === undefined) {
      const turns = feed.after(0).map(({ id }) => id);
      lines.push(`retry: 2000\n${event('reset', { turns })}`);
      seen = 0;
    }
    const now = JSON.stringify(status.now());
    if (now !== told) lines.push(event('status', status.now()));
    told = now;
    const version = feed.version;
    const turns = feed.after(seen);
    // Only the last one moves the reader on: a connection that drops between them tells them again.
    turns.forEach((turn, i) => {
      lines.push(event('turn', turn, i === turns.length - 1 ? `${run}-${version}` : undefined));
    });
    seen = version;
    return lines.join('');
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    let text = news();
    while (text === '' && !signal.aborted) {
      const beat = await changeOr(BEAT_MS, (go) => {
        wake = go;
      });
      text = news() || (beat ? ': still here\n\n' : '');
    }
    if (signal.aborted) controller.close();
    else controller.enqueue(encoder.encode(text));
  }

  return new ReadableStream({ pull, cancel: close }, { highWaterMark: 1 });
}

/** True when the time was over first. */
async function changeOr(ms: number, onWake: (go: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    onWake(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function knownVersion(last: string | undefined, run: string): number | undefined {
  const [, ofRun, version] = /^([\w]+)-(\d{1,15})$/.exec(last ?? '') ?? [];
  return ofRun === run ? Number(version) : undefined;
}

const event = (name: string, data: unknown, id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
