import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';

/**
 * Refuses a prompt whose explanation would not fit into this machine's memory before anything is
 * searched for it.
 *
 * @throws {DispatchError} `too-long-to-explain`
 */
export function assertExplainable({ model, prompt }: Pick<Ask, 'model' | 'prompt'>): void {
  const { longestAttribution = model.maxTokens } = model;
  if (prompt.tokens.length <= longestAttribution) return;
  throw new DispatchError({
    code: 'too-long-to-explain',
    what: `The text has ${prompt.tokens.length} tokens; on this machine ${longestAttribution} can be explained node by node.`,
    fix: 'Ask about a shorter text, or about an earlier word of the answer; .p/reflect.lens reads longer ones.',
  });
}
