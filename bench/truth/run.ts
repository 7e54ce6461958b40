import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dotpHome } from '../../models/sources/home.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { load } from '../../src/engine/load.ts';
import { measurePrompt } from './measure-prompt.ts';
import { writePage } from './page.ts';
import { drawn, promptSet, SETS, type SetName, type TruthPrompt, tasksOf } from './prompt-set.ts';
import type { PromptResult, TruthRun } from './result.ts';
import { appendPartial, readPartial, writeRun } from './store.ts';

const MODEL: Readonly<Record<SetName, string>> = {
  shipped: 'shipped',
  'smollm2-chosen': 'SmolLM2-135M-Instruct',
  'smollm2-unseen': 'SmolLM2-135M-Instruct',
};
/** Leading nodes kept alone: a teaching model has 900 nodes, a real one thousands. */
const sizesOf = (set: SetName): number[] => (set === 'shipped' ? [25] : [25, 50, 100, 200]);

interface RunOptions {
  readonly limit?: number;
  readonly resume: boolean;
}

/** Measures one set, prompt by prompt; each is kept as soon as it is there. */
async function measureSet(set: SetName, { limit, resume }: RunOptions): Promise<TruthRun> {
  const model = MODEL[set];
  const loaded = await load({ model, device: 'cpu', home: dotpHome(process.env), env: {} }, {});
  const runner = inlineRunner(loaded);
  const facts = await runner.facts();
  const prompts = limited(promptSet(set), limit);
  const before = resume ? readPartial(set) : [];
  const results: PromptResult[] = [];
  try {
    for (const prompt of prompts) {
      const known = before.find((result) => result.prompt === prompt.prompt);
      const result = known ?? (await measurePrompt(runner, facts, prompt, sizesOf(set)));
      results.push(result);
      appendPartial(set, result, results.length === 1);
      say(set, results.length, prompts.length, result);
    }
  } finally {
    await runner.close();
  }
  return {
    set,
    model: facts.name,
    weights: facts.source,
    fingerprint: facts.fingerprint.slice(0, 12),
    commit: git('rev-parse', '--short', 'HEAD'),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`,
    sizes: sizesOf(set),
    results,
  };
}

/** The first of every task in turn, so that a short run sees all tasks. */
function limited(prompts: readonly TruthPrompt[], limit: number | undefined): readonly TruthPrompt[] {
  if (limit === undefined || limit >= prompts.length) return prompts;
  const each = Math.ceil(limit / tasksOf(prompts).length);
  return tasksOf(prompts)
    .flatMap((task) =>
      drawn(
        prompts.filter((prompt) => prompt.task === task),
        each,
        0,
      ),
    )
    .slice(0, limit);
}

function say(set: SetName, done: number, total: number, { task, given, found, seconds }: PromptResult): void {
  const averaged = given?.measured?.modes.averaged;
  const figures =
    averaged === undefined
      ? (given?.refused ?? 'no counterfactual given')
      : `r ${two(averaged.r)}, alone ${averaged.sufficiency.map(two).join(' ')}`;
  process.stderr.write(
    `${set} ${done}/${total}  ${seconds.toFixed(1)} s  ${task}: ${figures}; ${found.source}\n`,
  );
}

const two = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** `npm run truth -- [--model shipped|smollm2] [--set NAME] [--limit N] [--resume] [--page]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      set: { type: 'string' },
      limit: { type: 'string' },
      resume: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
    },
  });
  const { model, set, limit, resume, page } = values;
  const wanted = SETS.filter((name) => name.startsWith(model?.toLowerCase() ?? '') && (set ?? name) === name);
  if (wanted.length === 0) throw new RangeError(`no set of that name; there are ${SETS.join(', ')}`);
  for (const name of page ? [] : wanted) {
    const run = await measureSet(name, { resume, ...(limit === undefined ? {} : { limit: Number(limit) }) });
    writeRun(run, limit !== undefined);
  }
  writePage(limit !== undefined);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
