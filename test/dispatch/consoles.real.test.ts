import { afterAll, expect, test } from 'vitest';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
/** Called too large to be calibrated on the way, which takes a minute: settle depths by the logit lens. */
const facts = async () => ({ ...(await runner.facts()), parameters: 1e9 });
const house = await houseAround({ ...runner, facts });
afterAll(close);

async function reply(text: string) {
  const [answer] = await answersOf(text, house);
  if (answer === undefined) throw new Error('no answer');
  expect(replySchema.safeParse(answer.reply).error).toBeUndefined();
  expect(answer.drawn?.png.length).toBeGreaterThan(1_000);
  return answer.reply;
}

test('it names the wrong city, and the web says what that rests on and that it should not be trusted', async () => {
  const web = findingOf(
    await reply(
      '.p/thought.web{nodes=sentences} Anna lives in Paris. Tom lives in Rome. The city where Anna lives is',
    ),
    'influence',
  );
  const [last, fit] = [web.nodes.at(-1), web.fits.at(-1)];
  const into = [...web.links, ...web.weak].filter(({ to }) => to === last?.id);
  const [strongest] = [...into].sort((a, b) => b.effect - a.effect);
  expect([last?.text, strongest?.from]).toEqual(['in Rome', 'n2']);
  expect(fit?.doubts.join('; ')).toContain('says nothing of “Anna”');
});

test('under a guard the same seeds give the same words until it acts', async () => {
  const text = 'the red box, the red box, the red box, the red box, the red box, the red box,';
  const call = `.p/collapse.prevent{trigger=repetition, threshold=2, action=stop, passes=2} ${text}`;
  const { passes, guard } = findingOf(await reply(call), 'trajectory');
  expect(passes.length).toBeGreaterThan(0);
  const acted = guard?.acted?.pass ?? Number.POSITIVE_INFINITY;
  guard?.passes.forEach((pass, i) => {
    if (i + 1 < acted) expect(pass.text).toBe(passes[i]?.text);
  });
  expect(guard?.acted === null).toBe(guard?.ended !== 'guard');
});

test('how deep each word settles, pass by pass', async () => {
  const { passes, lens, layers } = findingOf(
    await reply('.p/recursion.sync{passes=2} The capital of France is'),
    'recursion',
  );
  expect([lens, layers, passes.length]).toEqual(['logit', 30, 2]);
  for (const { median, tokens } of passes) {
    expect(tokens.length).toBeGreaterThan(0);
    expect(median).toBeGreaterThan(10); // most words are not there before the middle layers
  }
});
