import type { Reply } from '../kernel/reply.ts';
import { TALK } from './offered.ts';

/** What an answer was asked, as a person asked it. */
export interface About {
  /** undefined of plain words: nobody typed a command. */
  readonly command: string | undefined;
  /** May be empty. */
  readonly words: string;
}

/** Of plain words the words themselves, not the conversation in the model's template that was its prompt. */
export function aboutOf({ command, prompt, findings }: Reply): About {
  if (command !== TALK) return { command, words: prompt.text.trim() };
  const said = findings.find(isSaid);
  return { command: undefined, words: (said?.asked ?? prompt.text).trim() };
}

const isSaid = (finding: unknown): finding is { readonly asked: string } =>
  typeof finding === 'object' &&
  finding !== null &&
  'kind' in finding &&
  finding.kind === 'said' &&
  'asked' in finding &&
  typeof finding.asked === 'string';
