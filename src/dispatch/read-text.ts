import { finalState } from '../analysis/leading-heads.ts';
import { DotpError } from '../kernel/errors.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Token } from '../kernel/ids.ts';
import { at } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';

export type ReadingForm = 'chat' | 'continuation';

/** What the model is like after a text: see ReadText in analysis/collapse.ts. */
export interface Reading {
  readonly form: ReadingForm;
  /** All that it read, template included. */
  readonly tokens: readonly Token[];
  readonly state: Float32Array;
  readonly logits: Float32Array;
}

/** A text as one message of a person in the model's template; of a model without one the text itself. */
export async function framed(
  { runner, options }: Pick<Ask, 'runner' | 'options'>,
  text: string,
): Promise<Pick<Reading, 'form' | 'tokens'> & { readonly read: string }> {
  try {
    const read = await runner.chat([{ role: 'user', content: text }], options);
    return { form: 'chat', read, tokens: await runner.tokenize(read, options) };
  } catch (error) {
    if (!(error instanceof DotpError && error.code === 'no-chat-template')) throw error;
    const read = await runner.plain(text, options);
    return { form: 'continuation', read, tokens: await runner.tokenize(read, options) };
  }
}

/**
 * One run over a text.
 *
 * @throws {EngineError} `too-large`, `prompt-empty`
 */
export async function readText(
  ask: Pick<Ask, 'runner' | 'model' | 'options'>,
  text: string,
): Promise<Reading> {
  const { form, tokens } = await framed(ask, text);
  const ids = tokens.map(({ id }) => id);
  const hooks = [blockHook(ask.model.layers - 1, 'hook_resid_post')];
  const trace = await ask.runner.trace({ tokens: ids, hooks, logits: 'last' }, ask.options);
  const said = trace.hooks.get('logits');
  if (said === undefined) throw new TypeError('a run without its logits');
  return { form, tokens, state: finalState(trace, ids.length - 1).data, logits: at(said, 0, 0).data };
}
