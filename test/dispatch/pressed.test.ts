import { expect, test } from 'vitest';
import type { SaidFinding } from '../../src/analysis/said-finding.ts';
import { readMessage } from '../../src/dispatch/message.ts';
import { pressed } from '../../src/dispatch/pressed.ts';
import { readCommands } from '../../src/dispatch/registry.ts';
import { tokenId } from '../../src/kernel/ids.ts';

const REGISTRY = await readCommands();
const PROMPT = '“Hi” .p/help\n@everyone';
const REPLY = {
  command: '.p/reflect.trace',
  params: { target: 'memory', depth: 3, token: 'auto', against: 'none', mode: 'qk', top: 150 },
  prompt: { text: PROMPT, tokens: [] },
  findings: [],
};
const asked = (action: string, argument?: string) =>
  readMessage(pressed({ action, argument }, REPLY) ?? '', REGISTRY).map((call) =>
    call.kind === 'toggle' ? call : { path: call.command.path, args: call.args, prompt: call.prompt },
  );

test('run again is the same command on the same prompt', () => {
  expect(asked('rerun')).toEqual([{ path: 'reflect.trace', args: REPLY.params, prompt: PROMPT }]);
  const info = { command: '.p/model.info', params: {}, prompt: { text: '', tokens: [] }, findings: [] };
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

const words = (...given: [string, true?][]) =>
  given.map(([text, apart], i) => ({ id: tokenId(i), text, prob: 1, ...(apart && { apart }) }));
const SAID: SaidFinding = {
  kind: 'said',
  method: 'fixture',
  unit: 'probability',
  control: 'none',
  caveats: [],
  asked: 'hello there',
  text: 'It is\n\nfine',
  tokens: words(['It'], [' is'], ['\n'], ['\n'], ['fine', true], ['', true], ['é', true], ['.']),
  ended: 'end',
  form: 'chat',
  earlier: { seen: 0, dropped: 0, asked: [] },
  sampling: { temperature: 0, seed: 0, maxTokens: 120 },
};

test('why this word: what had been read and written until then, and the word where text can name it', () => {
  const why = (at: string) => {
    const line = pressed({ action: 'word', argument: at }, { ...REPLY, findings: [SAID] });
    if (line === null) return null;
    const [call] = readMessage(line, REGISTRY);
    return call?.kind === 'command' ? [call.command.path, call.args.token, call.prompt] : [];
  };
  expect(why('0')).toEqual(['reflect.trace', 'It', PROMPT]);
  expect(why('1')).toEqual(['reflect.trace', ' is', `${PROMPT}It`]);
  expect(why('3')).toEqual(['reflect.trace', 'auto', `${PROMPT}It is\n`]);
  expect(why('7')).toEqual(['reflect.trace', 'auto', `${PROMPT}It is\n\nfineé`]);
  expect(['5', '8', '-1', '', 'x'].map(why)).toEqual([
    null,
    null,
    null,
    ['reflect.trace', 'It', PROMPT],
    null,
  ]);
});

test('what was said is said again, not measured', () => {
  expect(pressed({ action: 'rerun' }, { ...REPLY, command: '.p/talk', findings: [SAID] })).toBe(
    'hello there',
  );
});
