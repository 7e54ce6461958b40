import type { Status, StatusSource } from '../../chat/web/status.ts';
import type { ModelFacts } from '../../kernel/model.ts';
import type { Readiness } from './readiness.ts';

const PART = 'model';

/** How the model is, for the page and for `/readyz`. */
export interface ModelStatus {
  waitsFor(words: string | undefined): void;
  loaded(facts: ModelFacts): void;
  readonly status: StatusSource;
}

export function modelStatus(readiness: Readiness): ModelStatus {
  const listeners = new Set<() => void>();
  let now: Status = { ready: false, words: 'Starting …' };
  readiness.set(PART, 'it is being opened');
  function say(status: Status): void {
    now = status;
    for (const listener of [...listeners]) listener();
  }
  return {
    waitsFor(words) {
      readiness.set(PART, words);
      if (words !== undefined) say({ ready: false, words: `The model: ${words}` });
    },
    loaded: ({ name, device, notes }) =>
      say({ ready: true, words: [`${name} on ${device}`, ...notes].join(' · ') }),
    status: {
      now: () => now,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
