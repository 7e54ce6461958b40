import type { GuardSetting, Trigger } from '../kernel/guard.ts';
import type { FindingBase } from './findings.ts';

/** Guards against collapse that a channel keeps. */
export interface GuardsFinding extends FindingBase<'guards'> {
  readonly guards: readonly (GuardSetting & {
    /** Who set it. */
    readonly by: string;
    /** Milliseconds since 1970. */
    readonly at: number;
  })[];
  /** Taken off by this command. */
  readonly dropped: readonly Trigger[];
}
