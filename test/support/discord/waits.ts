/** Waiting for something to be so: looked at whenever anything happened, never after a fixed time. */
export interface Waits {
  changed(): void;
  /** @throws {Error} after `timeout` ms, with what it waited for */
  until<T>(found: () => T | undefined | false, what?: string, timeout?: number): Promise<T>;
}

export function openWaits(): Waits {
  const looking = new Set<() => void>();
  let isSoon = false;
  const lookAll = () => {
    isSoon = false;
    for (const look of [...looking]) look();
  };
  return {
    changed: () => {
      if (!isSoon) setImmediate(lookAll); // however much happens at once, it is looked at once
      isSoon = true;
    },
    until: <T>(found: () => T | undefined | false, what = found.toString(), timeout = 10_000) =>
      new Promise<T>((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          looking.delete(look);
        };
        const look = () => {
          try {
            const value = found();
            if (value === undefined || value === false) return;
            stop();
            resolve(value);
          } catch (error) {
            stop();
            reject(error);
          }
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`the fake Discord waited ${timeout} ms in vain for: ${what}`));
        }, timeout);
        looking.add(look);
        look();
      }),
  };
}
