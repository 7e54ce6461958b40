import { afterAll, expect, test } from 'vitest';
import { answerTo, found } from '../support/channel.ts';
import { houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const PROMPT = 'The capital of France is Paris. The capital of Italy is';
const { runner, close } = await openShipped();
const house = await houseAround(runner);
afterAll(close);

test('each written word has the depth that the lens gives it at the place before it', async () => {
  const finding = await found(`.p/recursion.sync{passes=1} ${PROMPT}`, house, 'recursion');
  expect(finding.passes.length).toBe(1);
  const [first] = finding.passes;
  const read = await runner.tokenize(PROMPT);
  const whole = [...read, ...(first?.tokens ?? [])].map(({ text }) => text);
  for (const i of [3]) {
    const before = whole.slice(1, read.length + i).join(''); // the tokenizer puts its own token in front
    const lens = await found(`.p/reflect.lens ${before}`, house, 'lens');
    const settled = lens.settles.at(-1);
    expect(first?.tokens[i]).toMatchObject({
      id: settled?.answer.id,
      layer: settled?.layer ?? null,
      own: true,
    });
  }
});

test('greedy answers are the model’s own words, but where it would have ended; and the same again', async () => {
  const line = `.p/recursion.sync{passes=2} ${PROMPT}`;
  const finding = await found(line, house, 'recursion');
  for (const { tokens } of finding.passes) expect(tokens.slice(12).every(({ own }) => own)).toBe(true);
  const others = finding.passes.flatMap(({ tokens }) => tokens.filter(({ own }) => !own)).length;
  expect(finding.caveats.join().includes(`At ${others} words the model would have ended`)).toBe(others > 0);
  expect(await found(line, house, 'recursion')).toEqual(finding);
});

test('the seed’s own name for it, with a prompt from the session', async () => {
  const { reply, drawn } = await answerTo('.p/synchronize.recursion.depth{passes=1}', house);
  expect(reply.command).toBe('.p/recursion.sync');
  expect(drawn).toBeDefined();
});

test('a target is a layer: by the last all settle but what only the last state has', async () => {
  const finding = await found(`.p/recursion.sync{target=5, passes=1} ${PROMPT}`, house, 'recursion');
  finding.passes.forEach(({ tokens, settled, all }) => {
    const known = tokens.filter(({ layer }) => layer !== null).length;
    expect(settled).toBeCloseTo(known / tokens.length, 12);
    expect(all === null).toBe(known < tokens.length);
  });
});
