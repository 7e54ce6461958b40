import { expect, test } from 'vitest';
import { readMessage } from '../../src/dispatch/message.ts';
import { pressed } from '../../src/dispatch/pressed.ts';
import { readCommands } from '../../src/dispatch/registry.ts';

const REGISTRY = await readCommands();
const PROMPT = '“Hi” .p/help\n@everyone';
const REPLY = {
  command: '.p/reflect.trace',
  params: { target: 'memory', depth: 3, token: 'auto', against: 'none', mode: 'qk', top: 150 },
  prompt: { text: PROMPT, tokens: [] },
};
const asked = (action: string, argument?: string) =>
  readMessage(pressed({ action, argument }, REPLY) ?? '', REGISTRY).map((call) =>
    call.kind === 'toggle' ? call : { path: call.command.path, args: call.args, prompt: call.prompt },
  );

test('run again is the same command on the same prompt', () => {
  expect(asked('rerun')).toEqual([{ path: 'reflect.trace', args: REPLY.params, prompt: PROMPT }]);
  const info = { command: '.p/model.info', params: {}, prompt: { text: '', tokens: [] } };
  expect(pressed({ action: 'rerun' }, info)).toBe('.p/model.info');
});

test('deeper goes to the tokens with more nodes, as many as the command takes', () => {
  expect(asked('deeper')).toMatchObject([{ args: { ...REPLY.params, depth: 'complete', top: 200 } }]);
});

test('fork, a head and a token ask about the same prompt', () => {
  expect(asked('fork')).toMatchObject([{ path: 'fork.attribution', prompt: PROMPT }]);
  expect(asked('head', 'L2H1')).toMatchObject([
    { path: 'reflect.head', args: { head: 'L2H1' }, prompt: PROMPT },
  ]);
  expect(asked('token', '4')).toMatchObject([{ path: 'reflect.head', args: { at: 4 }, prompt: PROMPT }]);
});

test('toggle is a line of its own; stop and JSON are no commands', () => {
  expect(asked('toggle')).toEqual([{ kind: 'toggle' }]);
  expect(['stop', 'json', 'x'].map((action) => pressed({ action }, REPLY))).toEqual([null, null, null]);
});
