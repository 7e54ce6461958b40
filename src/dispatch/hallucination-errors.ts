import { DispatchError } from './errors.ts';

export const evidenceTooLong = (tokens: number, room: number, evidence: number): DispatchError =>
  new DispatchError({
    code: 'evidence-too-long',
    what:
      evidence === 0
        ? `The text has ${tokens} tokens; answers are sampled after at most ${room}.`
        : `Evidence and text have ${tokens} tokens together, ${evidence} of them the evidence; answers are sampled after at most ${room}.`,
    fix: evidence === 0 ? 'Use a shorter text.' : 'Give the sentence of the evidence that matters.',
  });

export const evidenceEmpty = (): DispatchError =>
  new DispatchError({
    code: 'evidence-empty',
    what: 'The evidence has no word in it.',
    where: 'evidence=',
    fix: 'Give a sentence, evidence="…", or leave it out.',
  });
