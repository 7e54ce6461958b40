import type { Token } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import { DispatchError } from './errors.ts';

const EXAMPLE = '.p/fork.counterfactual{ablate=[L5H1]} The capital of France is';

export const nothingEdited = (): DispatchError =>
  new DispatchError({
    code: 'edit-missing',
    what: 'Nothing is to be changed: before and after would be the same.',
    fix: `Name at least one of ablate, scale, replace: ${EXAMPLE}, or replace="France->Italy", or scale={L5H1: 2}.`,
  });

export const componentUnknown = (name: string, { name: model, layers, heads }: ModelFacts): DispatchError =>
  new DispatchError({
    code: 'component-unknown',
    what: `${model} has no ${name}.`,
    where: name,
    fix: `Its heads are L0H0 to L${layers - 1}H${heads - 1}, its MLPs M0 to M${layers - 1}.`,
  });

export const placeOutside = (address: string, tokens: readonly Token[]): DispatchError =>
  new DispatchError({
    code: 'place-outside',
    what: `${address} lies outside the prompt, which has ${tokens.length} tokens.`,
    where: address,
    fix: `Positions are 0 to ${tokens.length - 1}: ${tokens
      .slice(0, 6)
      .map(({ text }, i) => `${i} is “${text.trim()}”`)
      .join(', ')}${tokens.length > 6 ? ', …' : ''}.`,
  });

export const editsClash = (place: string): DispatchError =>
  new DispatchError({
    code: 'edits-clash',
    what: `${place} is asked to do two things at once.`,
    where: place,
    fix: 'Name each component once at each position, in ablate or in scale.',
  });

export const replacementUnreadable = (typed: string): DispatchError =>
  new DispatchError({
    code: 'replacement-unreadable',
    what: `“${typed}” does not say what takes whose place.`,
    where: typed,
    fix: 'Write the word, an arrow and the other word: replace="France->Italy".',
  });

export const wordNotFound = (word: string, near: string | undefined): DispatchError =>
  new DispatchError({
    code: 'word-not-found',
    what: `“${word}” does not stand in the prompt.`,
    where: word,
    fix: `${near === undefined ? '' : `Did you mean “${near}”? `}Capitals and accents count; the text must stand there exactly.`,
  });

export const replacementSame = (): DispatchError =>
  new DispatchError({
    code: 'replacement-same',
    what: 'The replacement leaves the prompt as it is.',
    fix: 'Exchange a word for another one.',
  });

export const replacementsOverlap = (from: string, other: string): DispatchError =>
  new DispatchError({
    code: 'replacements-overlap',
    what: `“${from}” and “${other}” would exchange the same letters.`,
    where: from,
    fix: 'Name texts that do not overlap.',
  });

export const promptEmptied = (): DispatchError =>
  new DispatchError({
    code: 'prompt-emptied',
    what: 'Nothing is left of the prompt after the replacement.',
    fix: 'Leave at least one word.',
  });

export const noCounterfactual = (why: string): DispatchError =>
  new DispatchError({
    code: 'no-counterfactual',
    what: `There is nothing to patch from. ${why}`,
    fix: 'Use baseline=mean or baseline=zero, or baseline=auto, which falls back by itself.',
  });
