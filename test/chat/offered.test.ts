import { expect, test } from 'vitest';
import { offered } from '../../src/chat/offered.ts';
import { reply } from './discord/things.ts';

const NO_PROMPT = { text: '', tokens: [] };

test('what was measured can be turned, deepened, forked, run again and had as JSON, as far as it goes', () => {
  expect(offered(reply())).toEqual(['toggle', 'deeper', 'fork', 'rerun', 'json']);
  expect(offered(reply({ command: '.p/reflect.lens', params: {} }))).toEqual(['fork', 'rerun', 'json']);
  expect(offered(reply({ command: '.p/model.info', params: {}, prompt: NO_PROMPT }))).toEqual([
    'rerun',
    'json',
  ]);
});

test('a fork is not forked again, and what the model said is not run again', () => {
  expect(offered(reply({ command: '.p/fork.attribution', params: {} }))).toEqual(['rerun', 'json']);
  expect(offered(reply({ command: '.p/talk', params: {} }))).toEqual(['fork', 'json']);
});

test('what is not kept has no buttons', () => {
  expect(offered(reply({ command: '.p/session.show', params: {}, model: null, prompt: NO_PROMPT }))).toEqual(
    [],
  );
});
