/** What goes wrong with a request, on demand. */
export type Fault =
  /** An error of the API, in its shape. */
  | { readonly kind: 'error'; readonly status: number; readonly code: number; readonly message: string }
  /** 429. @param seconds  Retry-After */
  | { readonly kind: 'rate'; readonly seconds: number; readonly global?: boolean }
  /** A server that failed: no JSON. `done`: it was carried out before that. */
  | { readonly kind: 'broken'; readonly status: number; readonly done?: boolean }
  /** The connection is cut instead of an answer. `done`: it was carried out before that. */
  | { readonly kind: 'cut'; readonly done?: boolean }
  /** Answered only after the promise. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> };

export interface Plan {
  /** `POST /channels/…/messages`: method and path, without `/api/v10`. */
  readonly match: RegExp;
  /** Default 1. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface Faults {
  plan(plan: Plan): void;
  take(request: string): Fault | undefined;
  /** Forgets what has not happened yet. */
  heal(): void;
}

export function openFaults(): Faults {
  let plans: { match: RegExp; left: number; fault: Fault }[] = [];
  return {
    plan: ({ match, times = 1, fault }) => void plans.push({ match, left: times, fault }),
    take(request) {
      const plan = plans.find(({ match, left }) => left > 0 && match.test(request));
      if (plan === undefined) return undefined;
      plan.left -= 1;
      return plan.fault;
    },
    heal: () => {
      plans = [];
    },
  };
}
