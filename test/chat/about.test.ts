import { expect, test } from 'vitest';
import { aboutOf } from '../../src/chat/about.ts';
import { reply } from './discord/things.ts';

test('a command is about its prompt, an answer to plain words about these words', () => {
  expect(aboutOf(reply())).toEqual({ command: '.p/reflect.trace', words: 'The capital of France is' });
  const prompt = { text: '<|im_start|>user\nWho?<|im_end|>\n<|im_start|>assistant\n', tokens: [] };
  const findings = [{ kind: 'said', asked: 'Who?' }];
  expect(aboutOf(reply({ command: '.p/talk', prompt, findings }))).toEqual({
    command: undefined,
    words: 'Who?',
  });
});
