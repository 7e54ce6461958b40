import { expect, test } from 'vitest';
import { ModelError } from '../../models/errors.ts';
import { EngineError, explained, outOfMemory } from '../../src/engine/errors.ts';
import { fromWire, toWire } from '../../src/engine/wire-error.ts';
import { DotpError } from '../../src/kernel/errors.ts';

class OtherError extends DotpError<'odd'> {}

const across = (error: unknown): Error => fromWire(structuredClone(toWire(error)));

test.each([
  new ModelError({ code: 'truncated', what: 'Cut.', where: 'a.gguf', fix: 'Fetch it.' }, 2),
  new EngineError({ code: 'too-large', what: 'Too large.', fix: 'Less.' }, 2),
  outOfMemory('all gone'),
])('$name $code arrives as what it was', (error) => {
  const there = across(error);
  expect(there).toBeInstanceOf(error.constructor);
  expect({ ...there, message: there.message }).toEqual({ ...error, message: error.message });
});

test('an error of another room keeps its name, words and exit code', () => {
  const there = across(new OtherError({ code: 'odd', what: 'Odd.', fix: 'Even it.' }, 2));
  expect(there).toBeInstanceOf(DotpError);
  expect(there).toMatchObject({ name: 'OtherError', code: 'odd', message: 'Odd. Even it.', exitCode: 2 });
});

test('causes travel as text, though they could not be cloned', () => {
  const cause = Object.assign(new Error('deep'), { unclonable: () => {} });
  const there = across(new EngineError({ code: 'run-failed', what: 'Bad.', fix: 'Report.', cause }));
  expect(String(there.cause)).toContain('Error: deep');
});

test('what is no error of ours keeps its words, and is explained to people', () => {
  expect(across(new TypeError('x is not a function')).message).toBe('x is not a function');
  expect(across('just text').message).toBe('just text');
  expect(explained(across(new TypeError('x is not a function')))).toMatchObject({
    code: 'run-failed',
    exitCode: 1,
  });
  for (const words of [
    'Array buffer allocation failed',
    'std::bad_alloc',
    'Failed to allocate memory for requested buffer',
  ])
    expect(explained(new Error(words))).toMatchObject({ code: 'out-of-memory' });
});

test('words of a library stand where a chat is not told, not in what is told', () => {
  for (const words of ['ENOENT: /srv/x', 'bad_alloc in /srv/x.cc:12', 'token abc']) {
    const { what, where, fix, message } = explained(new Error(words));
    expect(`${what} ${fix}`).not.toContain(words);
    expect(where).toBe(words);
    expect(message).toContain(words);
  }
});
