/** Something opened when it is first asked for, and only then. A failed opening is tried again next time. */
export interface OnDemand<Thing> {
  get(): Promise<Thing>;
  /** Closes it if it was ever opened; `get` opens it anew. */
  close(closing: (thing: Thing) => Promise<void>): Promise<void>;
}

export function onDemand<Thing>(opening: () => Promise<Thing>): OnDemand<Thing> {
  let opened: Promise<Thing> | undefined;
  return {
    get() {
      opened ??= opening().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close(closing) {
      const thing = await opened?.catch(() => undefined);
      opened = undefined;
      if (thing !== undefined) await closing(thing);
    },
  };
}
