import type { FigureBase } from './figure-base.ts';

export type RoleName = 'previous' | 'duplicate' | 'induction' | 'copying' | 'suppression' | 'sink';

/** What every head does: a map of layers and heads, and the leading heads of each role. */
export interface RolesFigure extends FigureBase {
  readonly kind: 'roles';
  /** `[layer][head]`, the first layer first. */
  readonly map: readonly (readonly RoleCell[])[];
  /** In the order of the legend, all of them. */
  readonly roles: readonly RoleEntry[];
  /** Heads without a role. */
  readonly none: string;
}

export interface RoleCell {
  /** Null: no role. */
  readonly role: RoleName | null;
  /** The role's score, 0 to 1; drawn as the strength of the tint. */
  readonly score: number;
  /** Named in the list beside the map. */
  readonly listed: boolean;
  /** In the map of a prompt: whether the head did it there. */
  readonly here?: 'did' | 'did not' | 'no occasion';
  /** The answer rests on it, or would be clearer without it. */
  readonly frame?: 'supports' | 'opposes';
}

export interface RoleEntry {
  readonly role: RoleName;
  readonly glyph: string;
  readonly label: string;
  /** Heads whose first role it is; `12/21` in the map of a prompt: 12 of 21 did it. */
  readonly count: string;
  /** The 99th percentile of its null. */
  readonly null99: string;
  /** Leading ones, by score. */
  readonly heads: readonly {
    readonly head: string;
    readonly score: number;
    readonly text: string;
    readonly effect: string;
  }[];
}
