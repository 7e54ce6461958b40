import type { CommandCard } from '../kernel/command-card.ts';
import { describeParams } from '../lang/describe.ts';
import type { Registry } from './registry.ts';

/** The registry as front ends see it: plain data, in the order of the paths. */
export const commandCards = (commands: Registry): CommandCard[] =>
  [...commands.values()].map(({ path, asks, example, needs, params }) => ({
    path,
    asks,
    example,
    needs,
    params: describeParams(params),
  }));
