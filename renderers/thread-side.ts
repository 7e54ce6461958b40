import { parentPort } from 'node:worker_threads';
import type { Figure } from '../src/figure/figure.ts';
import { giveWay } from '../src/kernel/give-way.ts';
import { type RenderCode, RenderError } from './errors.ts';
import { type Picture, render } from './render.ts';

/** What the thread that draws is sent, and what it sends back. */
export interface ToDraw {
  readonly id: number;
  readonly figure: Figure;
}

export type Drawn =
  | { readonly id: number; readonly picture: Omit<Picture, 'png'> & { readonly png: Uint8Array } }
  | { readonly id: number; readonly failed: Failed };

/** An error as plain data: a class does not survive the way between threads. */
export interface Failed {
  readonly code: RenderCode | undefined;
  readonly what: string;
  readonly where: string | undefined;
  readonly fix: string;
}

giveWay();
parentPort?.on('message', ({ id, figure }: ToDraw) => {
  render(figure).then(
    (picture) => parentPort?.postMessage({ id, picture } satisfies Drawn),
    (error: unknown) => parentPort?.postMessage({ id, failed: failedOf(error) } satisfies Drawn),
  );
});

const failedOf = (error: unknown): Failed =>
  error instanceof RenderError
    ? { code: error.code, what: error.what, where: error.where, fix: error.fix }
    : { code: undefined, what: String(error), where: undefined, fix: '' };
