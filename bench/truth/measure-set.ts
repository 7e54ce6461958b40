import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { dotpHome } from '../../models/sources/home.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { load } from '../../src/engine/load.ts';
import { measurePrompt } from './measure-prompt.ts';
import { inTurn, promptSet, type SetName } from './prompt-set.ts';
import type { PromptResult, TruthRun } from './result.ts';
import { readRun, writeRun } from './store.ts';

const MODEL: Readonly<Record<SetName, string>> = {
  shipped: 'shipped',
  'smollm2-chosen': 'SmolLM2-135M-Instruct',
  'smollm2-unseen': 'SmolLM2-135M-Instruct',
};

/** Leading nodes kept alone: a prompt has some 900 nodes in the teaching model, thousands in a real one. */
const sizesOf = (set: SetName): number[] => (set === 'shipped' ? [25] : [25, 50, 100, 200]);

export interface Take {
  /** Prompts measured at most, the first of each task in turn. */
  readonly limit?: number;
  /** What was measured before stands: all of it, or all but the search for a counterfactual. */
  readonly keep: 'nothing' | 'all' | 'given';
}

/** Measures one set, prompt by prompt, and writes the run after each: an interrupted one is taken up with `keep`. */
export async function measureSet(set: SetName, { limit, keep }: Take): Promise<void> {
  const place = { short: limit !== undefined };
  const runner = inlineRunner(
    await load({ model: MODEL[set], device: 'cpu', home: dotpHome(process.env), env: {} }, {}),
  );
  const facts = await runner.facts();
  const kept = keep === 'nothing' ? undefined : readRun(set, place);
  const prompts = inTurn(promptSet(set));
  const about = {
    set,
    model: facts.name,
    weights: facts.source,
    fingerprint: facts.fingerprint.slice(0, 12),
    commits: [...new Set([...(kept?.commits ?? []), git('rev-parse', '--short', 'HEAD')])],
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`,
    sizes: sizesOf(set),
    of: prompts.length,
  };
  const results: PromptResult[] = [];
  try {
    for (const prompt of prompts.slice(0, limit)) {
      const before = kept?.results.find((result) => result.prompt === prompt.prompt);
      const stands = keep === 'all' && before !== undefined;
      results.push(stands ? before : await measurePrompt(runner, facts, prompt, about.sizes, before));
      const run: TruthRun = { ...about, results };
      writeRun(run, place);
      if (!stands) say(run, Math.min(limit ?? prompts.length, prompts.length));
    }
  } finally {
    await runner.close();
  }
}

function say({ set, results }: TruthRun, total: number): void {
  const last = results.at(-1);
  if (last === undefined) return;
  const { task, given, found, seconds } = last;
  const averaged = given?.measured?.modes.averaged;
  const scores =
    averaged === undefined
      ? (given?.refused ?? 'no counterfactual given')
      : `r ${two(averaged.r)}, alone ${averaged.sufficiency.map(two).join(' ')}`;
  const line = `${set} ${results.length}/${total}  ${seconds.toFixed(1)} s  ${task}: ${scores}; ${found.source}`;
  process.stderr.write(`${line}\n`);
}

const two = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
