import type { RunnerLimits } from '../../src/engine/limits.ts';
import type { Runner } from '../../src/engine/runner.ts';
import type { Gate } from '../support/gate.ts';
import { answersContract } from './contract-answers.ts';
import { generationContract } from './contract-generation.ts';
import { turnsContract } from './contract-turns.ts';

export interface Setup {
  readonly limits?: Partial<RunnerLimits>;
  /** Where prompts that begin with HAZARD.hold wait. */
  readonly gate?: Gate;
}

/** Opens a runner over the tiny model. The suite closes it. */
export type OpenTiny = (setup?: Setup) => Promise<Runner>;

/** What every Runner must do, whatever stands between it and its model. */
export function runnerContract(open: OpenTiny): void {
  answersContract(open);
  generationContract(open);
  turnsContract(open);
}
