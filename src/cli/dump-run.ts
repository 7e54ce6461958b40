import { dirname } from 'node:path';
import { writeSafetensors } from '../../models/formats/safetensors-write.ts';
import type { GradientRules } from '../../models/loaded.ts';
import type { Runner } from '../engine/runner.ts';
import { allHooks, type HookName, matchHooks } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { interventionsOf, readEdit } from './edits.ts';
import { CliError } from './errors.ts';
import { readGrad, withGradients } from './grad.ts';
import { checkIds, readIds } from './ids.ts';
import { checkWritable, makeFolder, writingTo } from './out-folder.ts';

export interface DumpRequest {
  readonly prompt: string | undefined;
  /** Patterns, comma-separated. */
  readonly hooks: string;
  readonly out: string;
  /** JSON list of token ids, instead of the prompt. */
  readonly ids?: string;
  /** Edits, each text one or several with commas between them. */
  readonly set: readonly string[];
  /** A metric, `logit:A-B`: its gradient is written beside every hook, as `<hook>.grad`. */
  readonly grad?: string;
  readonly backward?: GradientRules;
}

/**
 * `dotp dump`: tensors of one run under TransformerLens' names and shapes, batch first, float32.
 * What can be refused without the model is refused before it is opened.
 *
 * @returns what was written, for one line of text
 * @throws {CliError} `hooks-unknown`, `ids-malformed`, `edit-malformed`, `grad-malformed`, `nothing-to-dump`, `out-unwritable`;
 *   errors of the engine
 */
export async function dump(
  request: DumpRequest,
  open: (options: CallOptions) => Promise<Runner>,
  options: CallOptions,
): Promise<{ tensors: number; tokens: number }> {
  const tokensOf = tokenSource(request);
  const grad = request.grad === undefined ? undefined : readGrad(request.grad);
  const { backward = 'exact' } = request;
  await checkWritable(dirname(request.out));
  const runner = await open(options);
  try {
    const model = await runner.facts(options);
    const hooks = hooksOf(request.hooks, model);
    const tokens = await tokensOf(runner, model, options);
    const texts = request.set.flatMap((list) => list.split(',')).filter((text) => text.trim() !== '');
    const edits = texts.map((text) => readEdit(text, model, tokens.length));
    const interventions = await interventionsOf(edits, tokens, runner, options);
    const run = {
      tokens,
      hooks,
      interventions,
      text: request.ids === undefined ? request.prompt : undefined,
    };
    const trace =
      grad === undefined
        ? await runner.trace({ tokens, hooks, interventions }, options)
        : await withGradients(runner, run, grad, backward, options);
    options.signal?.throwIfAborted();
    await makeFolder(dirname(request.out));
    const metadata = {
      tokens: JSON.stringify(tokens),
      model: model.name,
      ...('metric' in trace ? { metric: JSON.stringify(trace.metric), backward } : {}),
    };
    await writingTo(request.out, () => writeSafetensors(request.out, trace.hooks, metadata));
    return { tensors: trace.hooks.size, tokens: tokens.length };
  } finally {
    await runner.close();
  }
}

type TokenSource = (runner: Runner, model: ModelFacts, options: CallOptions) => Promise<readonly TokenId[]>;

/** Ids win over a prompt: who gives both has the text from the same place as the ids. */
function tokenSource({ ids, prompt = '' }: DumpRequest): TokenSource {
  if (ids !== undefined) {
    const read = readIds(ids);
    return async (_, model) => checkIds(read, model);
  }
  if (prompt !== '')
    return async (runner, _, options) => (await runner.tokenize(prompt, options)).map(({ id }) => id);
  throw new CliError({
    code: 'nothing-to-dump',
    what: 'There is neither a prompt nor a list of ids to run.',
    fix: "Write dotp dump 'The capital of France is', or --ids '[1,2,3]'.",
  });
}

function hooksOf(patterns: string, { layers }: ModelFacts): readonly HookName[] {
  const { hooks, unmatched } = matchHooks(patterns, layers);
  if (hooks.length > 0 && unmatched.length === 0) return hooks;
  const names = unmatched.map((pattern) => `“${pattern}”`).join(', ');
  throw new CliError({
    code: 'hooks-unknown',
    what: names === '' ? 'No hook is named.' : `No hook matches ${names}.`,
    where: '--hooks',
    fix: `Hooks are ${allHooks(1)
      .map((name) => name.replace('.0.', '.*.'))
      .join(', ')}; layers are 0 to ${layers - 1}.`,
  });
}
