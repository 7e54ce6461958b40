/** Runs tasks of one lane one after the other, their beginnings at least `gapMs` apart; lanes do not wait for each other. */
export type Pace = <T>(lane: string, task: () => Promise<T>) => Promise<T>;

/** @param gapMs  Slack takes one message a second in a channel */
export function pace(gapMs: number): Pace {
  const lanes = new Map<string, Promise<void>>();
  return (lane, task) => {
    const begun = (lanes.get(lane) ?? Promise.resolve()).then(() => ({ at: Date.now(), done: task() }));
    const free = begun.then(async ({ at, done }) => {
      await done.catch(() => {});
      const rest = at + gapMs - Date.now();
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    });
    lanes.set(lane, free);
    void free.then(() => lanes.get(lane) === free && lanes.delete(lane));
    return begun.then(({ done }) => done);
  };
}
