import { expect, test } from 'vitest';
import { ranked } from '../../src/chat/ranked.ts';

test('the same beginning is nearer than a part, and a part nearer than a likeness', () => {
  expect(ranked('tra', ['xtray', 'tart', 'trace', 'zzz'])).toEqual(['trace', 'xtray', 'tart'].slice(0, 2));
});
