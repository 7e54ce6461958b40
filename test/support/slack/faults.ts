/** What goes wrong with one call, all parts of it in this order: it waits, is refused, is done, is not heard of. */
export interface Fault {
  readonly delayMs?: number;
  /** Waits for this. */
  readonly until?: Promise<unknown>;
  /** An HTTP status instead of an answer. 429 comes with `Retry-After`. */
  readonly status?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** An error of Slack's, with 200 as Slack does. */
  readonly error?: string;
  /** It is done, and the connection breaks before the answer. */
  readonly lost?: boolean;
}

export interface Faults {
  /**
   * The next calls of a method fail like this, one fault a call; undefined for one that goes well.
   * @param method  `chat.postMessage`, `upload`, `response_url`, or `*` for any
   */
  fail(method: string, ...faults: (Fault | undefined)[]): void;
  take(method: string): Fault | undefined;
  /** Forgets those that have not happened. */
  heal(): void;
}

export function openFaults(): Faults {
  const planned: { readonly method: string; readonly fault: Fault | undefined }[] = [];
  return {
    fail: (method, ...faults) => void planned.push(...faults.map((fault) => ({ method, fault }))),
    take(method) {
      const index = planned.findIndex((one) => one.method === method || one.method === '*');
      return index < 0 ? undefined : planned.splice(index, 1)[0]?.fault;
    },
    heal: () => void planned.splice(0),
  };
}

export async function waitsFor({ delayMs, until }: Fault): Promise<void> {
  await until;
  if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
}
