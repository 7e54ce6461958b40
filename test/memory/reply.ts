import type { Reply } from '../../src/kernel/reply.ts';

/** A reply of the right form, told apart by its text. */
export const replyOf = (text: string, command = '.p/reflect.trace', pictures = 0): Reply => ({
  command,
  params: { depth: 'complete', top: 40 },
  model: null,
  prompt: { text: 'The capital of France is', tokens: [] },
  findings: [{ kind: 'next', prob: 0.773 }],
  pictures: Array.from({ length: pictures }, () => ({
    file: '1.png',
    width: 2,
    height: 1,
    alt: 'a picture',
  })),
  text,
  caveats: [],
  timing: { queued: 0, model: 1.5, analysis: 0, draw: 0 },
});
