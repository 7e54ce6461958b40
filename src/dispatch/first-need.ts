import type { Ask } from './command.ts';

/** By model and measurement: what is being made just now, so that several who need it do not all make it. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * What was measured of a model before, or is measured now, on first need: by one question only,
 * however many come meanwhile. Where that one fails or is cancelled, the next measures itself.
 *
 * @param name  what the measurement is kept under
 * @param kept  looks for it; undefined when it must be made
 * @throws the signal's reason, while it waits; of `kept` and `measure`
 */
export async function onFirstNeed<Measured>(
  { model, options: { signal, onProgress } }: Pick<Ask, 'model' | 'options'>,
  name: string,
  kept: () => Promise<Measured | undefined>,
  measure: () => Promise<Measured>,
): Promise<Measured> {
  const key = `${model.fingerprint} ${name}`;
  for (;;) {
    const found = await kept();
    if (found !== undefined) return found;
    const other = underWay.get(key);
    if (other === undefined) break;
    onProgress?.({ step: 'Waiting: another question is calibrating this model', done: 0, unit: 'steps' });
    await ended(other, signal);
  }
  const made = measure();
  underWay.set(key, made);
  try {
    return await made;
  } finally {
    underWay.delete(key);
  }
}

/** Well or badly; rejects when the signal fires first. */
function ended(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal?.reason);
    const done = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
    work.then(done, done);
  });
}
