import { DispatchError } from './errors.ts';

export const tooFewPieces = (of: 'messages' | 'sentences', found: number): DispatchError =>
  new DispatchError({
    code: 'too-few-pieces',
    what: `There ${found === 1 ? `is 1 ${of.slice(0, -1)}` : `are ${found} ${of}`} here: nothing earlier could have moved anything later.`,
    fix:
      of === 'messages'
        ? 'Write the messages one to a line, or ask for nodes=sentences.'
        : 'Write at least one whole sentence and the beginning of another.',
  });

export const noConversation = (example: string): DispatchError =>
  new DispatchError({
    code: 'no-conversation',
    what: 'The model has answered no plain words in this thread yet.',
    fix: `Say something to it first, or write the text behind the command: ${example}`,
  });

export const eachAlone = (): DispatchError =>
  new DispatchError({
    code: 'no-conversation',
    what: 'This model has no chat template: it reads every message alone, so no earlier one could have moved its answer.',
    fix: 'Write the conversation behind the command, a message to a line, or ask for nodes=sentences.',
  });

export const noAnchors = (): DispatchError =>
  new DispatchError({
    code: 'no-anchors',
    what: 'No anchor stood in what the model had read.',
    fix: 'Set one: .p/anchor.set{name=home} Anna lives in Paris.',
  });

export const anchorUnknown = (name: string, known: readonly string[]): DispatchError =>
  new DispatchError({
    code: 'anchor-unknown',
    what: `There is no anchor “${name}” in this channel.`,
    where: `name=${name}`,
    fix: known.length === 0 ? 'None is set here.' : `There are: ${known.join(', ')}.`,
  });

export const anchorEmpty = (what: 'name' | 'text'): DispatchError =>
  new DispatchError({
    code: 'anchor-empty',
    what: `The anchor has no ${what}.`,
    where: what,
    fix: 'Name it and say what is to be kept in mind: .p/anchor.set{name=home} Anna lives in Paris.',
  });

export const anchorsFull = (most: number): DispatchError =>
  new DispatchError({
    code: 'anchors-full',
    what: `This channel has ${most} anchors already.`,
    fix: 'Drop one first: .p/anchor.list shows them, .p/anchor.drop{name=…} takes one away.',
  });
