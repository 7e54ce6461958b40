import type { Intervention } from '../../models/loaded.ts';
import type { Runner } from '../engine/runner.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions } from '../kernel/progress.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { CliError } from './errors.ts';

/** `L5H1=0`, `M5=mean`, `L5H1@7=0`: what to ablate, where, and what stands in its place. */
export interface Edit {
  readonly layer: number;
  /** Absent for an MLP. */
  readonly head?: number;
  readonly position?: number;
  readonly value: 'zero' | 'mean';
}

/**
 * @param tokens  of the prompt that the edit is made in
 * @throws {CliError} `edit-malformed` for a text of another form, a component the model lacks, a place outside the prompt
 */
export function readEdit(text: string, model: ModelFacts, tokens: number): Edit {
  const match = /^(?:L(\d+)H(\d+)|M(\d+))(?:@(\d+))?=(0|mean)$/i.exec(text.trim());
  const layer = Number(match?.[1] ?? match?.[3]);
  const head = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match === null || layer >= model.layers || (head ?? 0) >= model.heads)
    throw malformed(
      text,
      'does not name something that can be set in this model',
      `Write L<0-${model.layers - 1}>H<0-${model.heads - 1}> or M<0-${model.layers - 1}>, then =0 or =mean, as in L0H1=0; L0H1@3=0 sets it at position 3 only.`,
    );
  const position = match[4] === undefined ? undefined : Number(match[4]);
  if (position !== undefined && position >= tokens)
    throw malformed(
      text,
      `asks for position ${position} of a prompt of ${tokens} tokens`,
      `Positions are 0 to ${tokens - 1}.`,
    );
  return {
    layer,
    ...(head === undefined ? {} : { head }),
    ...(position === undefined ? {} : { position }),
    value: match[5] === '0' ? 'zero' : 'mean',
  };
}

const malformed = (text: string, what: string, fix: string): CliError =>
  new CliError({ code: 'edit-malformed', what: `“${text.trim()}” ${what}.`, where: '--set', fix });

/** Edits as interventions. `mean` is the component's own mean over the positions of this prompt, from a run without edits. */
export async function interventionsOf(
  edits: readonly Edit[],
  tokens: readonly TokenId[],
  runner: Runner,
  options: CallOptions,
): Promise<Intervention[]> {
  const hooks = [...new Set(edits.filter(({ value }) => value === 'mean').map(hookOfEdit))];
  const clean = hooks.length === 0 ? undefined : await runner.trace({ tokens, hooks }, options);
  return edits.map((edit) => {
    const { layer, head, position, value } = edit;
    const source = value === 'mean' ? clean?.hooks.get(hookOfEdit(edit)) : undefined;
    const rest = {
      layer,
      gain: 0,
      ...(position === undefined ? {} : { position }),
      ...(source === undefined ? {} : { baseline: meanOver(source, head) }),
    };
    return head === undefined ? { kind: 'mlp', ...rest } : { kind: 'head', head, ...rest };
  });
}

const hookOfEdit = ({ layer, head }: Edit) =>
  blockHook(layer, head === undefined ? 'hook_mlp_out' : 'attn.hook_z');

/** Mean over positions of `[1, token, width]`, or of one head of `[1, token, head, headWidth]`. */
function meanOver(source: Tensor, head: number | undefined): Float32Array {
  const tokens = source.shape[1] ?? 0;
  const rows = Array.from(
    { length: tokens },
    (_, t) => (head === undefined ? at(source, 0, t) : at(source, 0, t, head)).data,
  );
  const mean = new Float32Array(rows[0]?.length ?? 0);
  for (const row of rows)
    row.forEach((x, i) => {
      mean[i] = (mean[i] ?? 0) + x / tokens;
    });
  return mean;
}
