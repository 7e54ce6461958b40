import { DotpError } from '../kernel/errors.ts';
import type { Token } from '../kernel/ids.ts';

export type DispatchCode =
  | 'prompt-missing'
  | 'nothing-to-toggle'
  | 'token-not-found'
  | 'command-misplaced'
  | 'no-command'
  | 'command-unknown'
  | 'answer-is-rival'
  | 'counterfactual-unequal'
  | 'counterfactual-same'
  | 'nothing-to-edit'
  | 'branch-twice'
  | 'nothing-to-verify'
  | 'other-model'
  | 'queue-full'
  | 'edit-missing'
  | 'component-unknown'
  | 'place-outside'
  | 'edits-clash'
  | 'replacement-unreadable'
  | 'word-not-found'
  | 'replacement-same'
  | 'replacements-overlap'
  | 'prompt-emptied'
  | 'no-counterfactual'
  | 'probe-too-small'
  | 'too-long-to-explain'
  | 'too-long-to-scan'
  | 'answer-gone'
  | 'refused'
  | 'stopped'
  | 'turn-too-long'
  | 'stopping'
  | 'not-permitted'
  | 'holder-unreadable'
  | 'model-not-listed'
  | 'model-not-here'
  | 'nothing-to-share'
  | 'metric-unknown'
  | 'log-empty'
  | 'identity-unreadable'
  | 'evidence-too-long'
  | 'evidence-empty'
  | 'nothing-said'
  | 'too-few-pieces'
  | 'no-conversation'
  | 'no-anchors'
  | 'anchor-unknown'
  | 'anchor-empty'
  | 'anchors-full';

/** A message that cannot be answered as it is: the person can mend it. */
export class DispatchError extends DotpError<DispatchCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<DispatchCode>>[0]) {
    super(facts, 2);
  }
}

export const answerIsRival = ({ text }: Token): DispatchError =>
  new DispatchError({
    code: 'answer-is-rival',
    what: `“${text}” cannot be compared with itself.`,
    where: text,
    fix: 'Name another word in against=, or another in token=.',
  });

export const counterfactualUnequal = (prompt: number, given: number): DispatchError =>
  new DispatchError({
    code: 'counterfactual-unequal',
    what: `The counterfactual has ${given} tokens, the prompt ${prompt}: node by node they can only be compared at equal length.`,
    fix: 'Exchange words for others of as many tokens; model words are shown as tokens in every picture.',
  });

export const counterfactualSame = (): DispatchError =>
  new DispatchError({
    code: 'counterfactual-same',
    what: 'The counterfactual is the prompt itself: no node differs.',
    fix: 'Exchange at least one word.',
  });

export const nothingToEdit = (text: string): DispatchError =>
  new DispatchError({
    code: 'nothing-to-edit',
    what: 'Nothing in this prompt has another token to put in its place.',
    where: text,
    fix: 'Give a prompt of words, or name a counterfactual of the same length in against=.',
  });

export const branchTwice = (text: string, { text: token }: Token): DispatchError =>
  new DispatchError({
    code: 'branch-twice',
    what: `Two of the words in between= begin with the same token, “${token.trim()}”: there is no fork between them at the next word.`,
    where: text,
    fix: 'Name words that begin differently.',
  });

export const nothingToVerify = (command: string): DispatchError =>
  new DispatchError({
    code: 'nothing-to-verify',
    what: `This reply of ${command} holds no receipt with its counterfactual: there is nothing to run again.`,
    where: command,
    fix: 'Give the .json file of a .p/reflect.trace.',
  });

export const otherModel = (stored: string, opened: string): DispatchError =>
  new DispatchError({
    code: 'other-model',
    what: `The reply was measured on ${stored}; ${opened} has another shape.`,
    where: opened,
    fix: `Name that model with --model ${stored}.`,
  });

export const tooFewTokens = (tokens: number, context: number): DispatchError =>
  new DispatchError({
    code: 'probe-too-small',
    what: `Roles are measured on two halves of at least 4 different tokens; this model has ${tokens} ordinary tokens and takes ${context} at once.`,
    fix: 'Ask another model.',
  });

export const queueFull = (size: number, everywhere: boolean): DispatchError =>
  new DispatchError({
    code: 'queue-full',
    what: everywhere
      ? `${size} questions are waiting for the model already: there is no room for another.`
      : 'This channel has as many questions waiting as it may.',
    fix: 'Ask again when one of them has been answered.',
  });

export const answerGone = (): DispatchError =>
  new DispatchError({
    code: 'answer-gone',
    what: 'The answer that this button belongs to is not kept any more, or another version of dotp wrote it.',
    fix: 'Send its command again.',
  });

export const refused = (words: string): DispatchError =>
  new DispatchError({ code: 'refused', what: words, fix: '.p/channel.limit shows what holds here.' });

export const stoppedBy = (name: string): DispatchError =>
  new DispatchError({
    code: 'stopped',
    what: `${name} stopped this.`,
    fix: 'Send the command again to run it.',
  });

export const notYours = (): DispatchError =>
  new DispatchError({
    code: 'refused',
    what: 'Who asked may stop it, and who manages this place.',
    fix: 'Ask one of them.',
  });

export const turnTooLong = (ms: number): DispatchError =>
  new DispatchError({
    code: 'turn-too-long',
    what: `This ran for ${Math.round(ms / 60_000)} minutes and was ended.`,
    fix: 'Ask about a shorter prompt, or with a smaller depth.',
  });

export const stopping = (): DispatchError =>
  new DispatchError({
    code: 'stopping',
    what: 'dotp is being stopped and takes in nothing more.',
    fix: 'Ask again in a minute.',
  });
