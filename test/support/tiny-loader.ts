import { markAsUntransferable } from 'node:worker_threads';
import { EngineError } from '../../src/engine/errors.ts';
import type { Loader } from '../../src/engine/protocol.ts';
import type { Gate } from './gate.ts';
import { holdThread } from './gate.ts';
import { HAZARD } from './hazards.ts';
import { tinyModel } from './tiny-model.ts';

/** What the tests' worker loads, and how it is to misbehave. */
export interface TinyData {
  readonly gate?: Gate;
  /** Loading fails, ends the thread, or never ends. */
  readonly loading?: 'refused' | 'exits' | 'hangs';
}

/** The tiny model in a worker; a prompt that begins with a hazard's token does to the thread what it says. */
export const load: Loader<TinyData> = async ({ gate, loading }, { onProgress, signal }) => {
  onProgress?.({ step: 'loading', done: 1, total: 2, unit: 'steps' });
  if (loading === 'refused')
    throw new EngineError({ code: 'request-invalid', what: 'No such model.', fix: 'Name another.' }, 2);
  if (loading === 'exits') process.exit(9);
  if (loading === 'hangs') await new Promise((_, reject) => signal?.addEventListener('abort', reject));
  const model = tinyModel();
  return {
    ...model,
    async forward(request) {
      const result = await model.forward(request);
      if (request.cache !== undefined) return result; // a token it wrote itself
      switch (request.tokens[0]?.[0]) {
        case HAZARD.exit:
          return process.exit(7);
        case HAZARD.abort:
          return process.abort();
        case HAZARD.hold:
          if (gate !== undefined) holdThread(gate);
          break;
        case HAZARD.throwOutside:
          setImmediate(() => {
            throw new Error('thrown where nobody listens');
          });
          return new Promise(() => {});
        case HAZARD.fillHeap:
          return fill((i) => [i, String(i)]);
        case HAZARD.fillMemory:
          return fill(() => new Float32Array(4e6).fill(1));
        case HAZARD.lockedMemory:
          for (const { data: array } of result.hooks.values()) markAsUntransferable(array.buffer);
      }
      return result;
    },
  };
};

function fill(piece: (i: number) => unknown): never {
  const kept: unknown[] = [];
  for (let i = 0; ; i++) kept.push(piece(i));
}
