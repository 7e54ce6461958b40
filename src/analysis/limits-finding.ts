import type { Limits, Scope } from '../kernel/limits.ts';
import type { FindingBase } from './findings.ts';

/** What a channel, a role or a person may ask, and what was changed of it. */
export interface LimitsFinding extends FindingBase<'limits'> {
  readonly holders: readonly LimitsHolder[];
  /** In the first of the holders; empty when somebody only looked. */
  readonly changed: readonly LimitChange[];
}

export interface LimitsHolder {
  readonly of: Scope;
  readonly id: string;
  /** Who asks is this person. */
  readonly asking: boolean;
  /** As they are now, read again after every change. */
  readonly limits: Limits;
}

export interface LimitChange {
  readonly name: keyof Limits;
  /** null: no limit. */
  readonly before: number | boolean | null;
  readonly after: number | boolean | null;
}
