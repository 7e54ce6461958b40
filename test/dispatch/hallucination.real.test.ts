import { afterAll, expect, test } from 'vitest';
import { replySchema } from '../../src/dispatch/schema.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { evidenceText } from '../../src/figure/samples-words.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';

const { runner, close } = await openInline(await smollm2Gguf());
/** Called too large to be calibrated on the way, which takes a minute: settle depths by the logit lens. */
const facts = async () => ({ ...(await runner.facts()), parameters: 1e9 });
const house = await houseAround({ ...runner, facts });
afterAll(close);

const simulate = async (params: string, text: string) => {
  const [answer] = await answersOf(
    `.p/hallucination.simulate{samples=2, longest=3, ${params}} ${text}`,
    house,
  );
  if (answer === undefined) throw new Error('no answer');
  expect(replySchema.safeParse(answer.reply).error).toBeUndefined();
  return answer.reply;
};

test('a country it knows leaves it surer than one that was made up', async () => {
  const entropy = async (text: string) =>
    findingOf(await simulate('form=plain', text), 'samples').without.next.entropy;
  expect(await entropy('The capital of France is')).toBeLessThan(await entropy('The capital of Zorvania is'));
});

test('evidence stands in front of the question inside the chat template, and is found there', async () => {
  const evidence = 'The capital of Zorvania is Velmor.';
  const reply = await simulate(`form=chat, evidence="${evidence}"`, 'What is the capital of Zorvania?');
  const { with: withIt } = findingOf(reply, 'samples');
  expect(evidenceText(withIt)).toBe(evidence);
  expect(withIt?.prompt.text).toContain(`${evidence}\n\nWhat is the capital`);
  expect(withIt?.effect?.value).toBeCloseTo(-0.52, 1); // nats: seeing it makes the words that follow a little less likely
});

test('which of 300 heads and MLPs follow evidence against memory is answered', async () => {
  const reply = await simulate(
    'evidence="In this story, the capital of France is Lyon."',
    'The capital of France is',
  );
  const conflict = findingOf(reply, 'conflict');
  expect([conflict.context.text, conflict.memory.text, conflict.ofComponents]).toEqual([
    ' Lyon',
    ' Paris',
    300,
  ]);
  const { contextTogether, memoryTogether } = conflict;
  expect(contextTogether?.effect).toBeGreaterThan(contextTogether?.random.high ?? Number.NaN);
  expect(memoryTogether?.effect).toBeLessThan(memoryTogether?.random.low ?? Number.NaN);
});
