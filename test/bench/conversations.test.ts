import { expect, test } from 'vitest';
import { conversation } from '../../bench/thought-web/conversations.ts';

test.each([5, 12])('a planted conversation of %i facts tells as many people and things apart', (facts) => {
  for (let seed = 0; seed < 60; seed++) {
    const { messages, answer, planted, question } = conversation('one', seed, facts);
    expect(new Set(messages).size).toBe(messages.length);
    const bearing = planted.map((at) => messages[at]);
    expect(bearing).toHaveLength(1);
    expect(bearing[0]).toContain(answer);
    expect(messages.filter((message) => message.split(/[ .]/).includes(answer))).toEqual(bearing);
    expect(question.length).toBeGreaterThan(5);
  }
});
