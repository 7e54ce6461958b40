import { expect, test } from 'vitest';
import { streamedTo } from '../../src/cli/streamed.ts';
import type { Reply } from '../../src/kernel/reply.ts';

const reply: Reply = {
  command: '.p/talk',
  params: {},
  model: null,
  prompt: { text: '', tokens: [] },
  findings: [],
  pictures: [],
  text: 'Hello there.',
  caveats: ['beware'],
  timing: { queued: 0, model: 0, analysis: 0, draw: 0 },
};

function terminal() {
  const written: string[] = [];
  return {
    write: (words: string) => void written.push(words),
    get text() {
      return written.join('');
    },
  };
}

test('words come as they grow, each once, and what is left follows on a line of its own', () => {
  const screen = terminal();
  const { onText, rest } = streamedTo(screen.write);
  for (const soFar of [' ', ' Hel', ' Hello', ' Hello', ' Hello there.']) onText(soFar);
  screen.write(rest(reply));
  expect(screen.text).toBe('Hello there.\n  · beware\n');
});

test('what was not told is written whole', () => {
  const { rest } = streamedTo(() => {});
  expect(rest(reply)).toBe('Hello there.\n  · beware\n');
  expect(streamedTo(() => {}).rest({ ...reply, caveats: [], text: '' })).toBe('');
});

test('a second answer begins anew', () => {
  const screen = terminal();
  const { onText, rest } = streamedTo(screen.write);
  onText('One.');
  screen.write(rest({ ...reply, caveats: [] }));
  onText('Two.');
  screen.write(rest({ ...reply, caveats: [] }));
  expect(screen.text).toBe('One.\nTwo.\n');
});

test('nothing that steers a terminal reaches it', () => {
  const screen = terminal();
  streamedTo(screen.write).onText('a\u001b[31mb\u0007\u009bc\nd\te');
  expect(screen.text).toBe('a[31mbc\nd\te');
});
