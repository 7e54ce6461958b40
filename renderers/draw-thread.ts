import { Worker } from 'node:worker_threads';
import type { Figure } from '../src/figure/figure.ts';
import { RenderError } from './errors.ts';
import type { Drawn, Failed, ToDraw } from './thread-side.ts';

const BOOT = new URL('./thread-boot.mjs', import.meta.url);

/** A thread that draws, so that the one that listens to the platforms is never kept. */
export interface DrawThread {
  /** The same bytes as `render`. @throws {RenderError} as `render`, and `drawing-lost` */
  draw(
    figure: Figure,
  ): Promise<{ readonly png: Uint8Array; readonly width: number; readonly height: number }>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (picture: Extract<Drawn, { picture: unknown }>['picture']) => void;
  readonly reject: (error: Error) => void;
}

/** Starts with the first picture; one that died is started again by the next. */
export function drawThread(): DrawThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let next = 0;

  function started(): Worker {
    const thread = new Worker(BOOT, { execArgv: [] });
    thread.unref();
    thread.on('message', (drawn: Drawn) => {
      const asked = waiting.get(drawn.id);
      waiting.delete(drawn.id);
      if (waiting.size === 0) thread.unref();
      if ('picture' in drawn) asked?.resolve(drawn.picture);
      else asked?.reject(thrown(drawn.failed));
    });
    thread.on('error', (cause) => lose(thread, cause));
    thread.on('exit', () => lose(thread, undefined));
    return thread;
  }

  function lose(thread: Worker, cause: unknown): void {
    if (worker !== thread) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(lost(cause));
    waiting.clear();
  }

  return {
    draw(figure) {
      worker ??= started();
      const thread = worker;
      const id = next++;
      thread.ref();
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        thread.postMessage({ id, figure } satisfies ToDraw);
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}

const thrown = ({ code, what, where, fix }: Failed): Error =>
  code === undefined
    ? new Error(what)
    : new RenderError({ code, what, fix, ...(where === undefined ? {} : { where }) });

const lost = (cause: unknown): RenderError =>
  new RenderError({
    code: 'drawing-lost',
    what: 'The thread that draws ended while it drew this picture.',
    fix: 'Send the command again.',
    cause,
  });
