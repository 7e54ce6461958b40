/** How the house is, as the page says it above the line. */
export interface Status {
  readonly ready: boolean;
  /** `SmolLM2-135M-Instruct on cpu`, or what it is waiting for. */
  readonly words: string;
}

export interface StatusSource {
  now(): Status;
  /** Calls on every change. @returns what ends it */
  listen(listener: () => void): () => void;
}
