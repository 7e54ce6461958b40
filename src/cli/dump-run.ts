import { writeSafetensors } from '../../models/formats/safetensors-write.ts';
import type { Runner } from '../engine/runner.ts';
import { allHooks, matchHooks } from '../kernel/hooks.ts';
import { type TokenId, tokenId } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { interventionsOf, readEdit } from './edits.ts';
import { CliError } from './errors.ts';

export interface DumpRequest {
  readonly prompt: string | undefined;
  /** Patterns, comma-separated. */
  readonly hooks: string;
  readonly out: string;
  /** JSON list of token ids, instead of the prompt. */
  readonly ids?: string;
  readonly set: readonly string[];
}

/**
 * `dotp dump`: tensors of one run under TransformerLens' names and shapes, batch first, float32.
 *
 * @returns what was written, for one line of text
 * @throws {CliError} `hooks-unknown`, `ids-malformed`, `edit-malformed`, `nothing-to-dump`; errors of the engine
 */
export async function dump(
  request: DumpRequest,
  runner: Runner,
  options: CallOptions,
): Promise<{ tensors: number; tokens: number }> {
  const model = await runner.facts(options);
  const { hooks, unmatched } = matchHooks(request.hooks, model.layers);
  if (unmatched.length > 0) throw hooksUnknown(unmatched, model.layers);
  const tokens = await tokensOf(request, runner, options);
  const edits = request.set.flatMap((list) => list.split(',')).map((text) => readEdit(text, model));
  const interventions = await interventionsOf(edits, tokens, runner, options);
  const trace = await runner.trace({ tokens, hooks, logits: 'all', interventions }, options);
  const metadata = { tokens: JSON.stringify(tokens), model: model.name };
  await writeSafetensors(request.out, trace.hooks, metadata);
  return { tensors: trace.hooks.size, tokens: tokens.length };
}

async function tokensOf(
  { ids, prompt }: DumpRequest,
  runner: Runner,
  options: CallOptions,
): Promise<TokenId[]> {
  if (ids !== undefined) return readIds(ids);
  if (prompt !== undefined) return (await runner.tokenize(prompt, options)).map(({ id }) => id);
  throw new CliError({
    code: 'nothing-to-dump',
    what: 'There is neither a prompt nor a list of ids to run.',
    fix: "Write dotp dump 'The capital of France is', or --ids '[1,2,3]'.",
  });
}

function readIds(text: string): TokenId[] {
  const read = parseJson(text);
  if (Array.isArray(read) && read.length > 0 && read.every((id) => Number.isSafeInteger(id) && id >= 0))
    return read.map(tokenId);
  throw new CliError({
    code: 'ids-malformed',
    what: 'The ids are not a JSON list of whole numbers.',
    where: `--ids ${text.slice(0, 60)}`,
    fix: "Write them as --ids '[1,2,3]'.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hooksUnknown = (unmatched: readonly string[], layers: number): CliError =>
  new CliError({
    code: 'hooks-unknown',
    what: `No hook matches ${unmatched.map((pattern) => `“${pattern}”`).join(', ')}.`,
    where: '--hooks',
    fix: `Hooks are ${allHooks(1)
      .map((name) => name.replace('.0.', '.*.'))
      .join(', ')}; layers are 0 to ${layers - 1}.`,
  });
