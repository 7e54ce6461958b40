/**
 * What the page shows, as plain data: the whole of one turn. The same turn again replaces the one
 * before, so that whoever missed something needs the latest of each turn and nothing else.
 */
export interface PageTurn {
  /** Id of the event that was said. */
  readonly id: string;
  /** Name of the person; absent where it was not kept. */
  readonly by?: string;
  /** What was typed, or what a control asked. */
  readonly said: string;
  /** While it waits or runs. */
  readonly working?: {
    readonly words: string;
    /** Signed id of the stop button. */
    readonly stop: string;
  };
  readonly answers: readonly PageAnswer[];
  readonly failed?: {
    readonly words: string;
    /** In the log too. */
    readonly id: string;
  };
}

export interface PageAnswer {
  /** See answerName. */
  readonly id: string;
  readonly command: string;
  readonly prompt: string;
  readonly text: string;
  readonly caveats: readonly string[];
  readonly picture?: {
    readonly src: string;
    readonly alt: string;
    readonly width: number;
    readonly height: number;
  };
  readonly buttons: readonly { readonly label: string; readonly control: string }[];
  readonly picks: readonly { readonly label: string; readonly note: string; readonly control: string }[];
  /** Addresses to download from, on the page's own host. */
  readonly files: readonly { readonly name: string; readonly about: string; readonly href: string }[];
}
