import type { Token } from './ids.ts';
import type { Device } from './model.ts';

/** One turn's answer: `--json`, the `.json` files and what the browser gets are this object. `F` is the union of findings. */
export interface Reply<F = unknown> {
  readonly command: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** null when the command needed none. */
  readonly model: {
    readonly name: string;
    readonly family: string;
    readonly device: Device;
    readonly layers: number;
    readonly heads: number;
    readonly kvHeads: number;
    readonly width: number;
    readonly vocab: number;
  } | null;
  readonly prompt: { readonly text: string; readonly tokens: readonly Token[] };
  readonly findings: readonly F[];
  readonly pictures: readonly {
    readonly file: string;
    readonly width: number;
    readonly height: number;
    readonly alt: string;
  }[];
  readonly text: string;
  readonly caveats: readonly string[];
  /** Milliseconds. */
  readonly timing: {
    readonly queued: number;
    readonly model: number;
    readonly analysis: number;
    readonly draw: number;
  };
}
