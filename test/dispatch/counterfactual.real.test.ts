import { afterAll, expect, test } from 'vitest';
import { functionClass } from '../../src/analysis/function-words.ts';
import { kindOf } from '../../src/analysis/word-kind.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { findCounterfactual } from '../../src/dispatch/find-counterfactual.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openInline } from '../support/shipped.ts';
import { smollm2Gguf } from '../support/smollm2.ts';
import { TASK_PROMPTS } from '../support/task-prompts.ts';

const { runner, close } = await openInline(await smollm2Gguf());
const model = await runner.facts();
afterAll(close);

test('SmolLM2: of answers that carry content or are signs nine in ten have a clean counterfactual, of all words eight', async () => {
  const rows: { task: string; word: boolean; content: boolean; auto: boolean }[] = [];
  for (const [task, prompts] of Object.entries(TASK_PROMPTS))
    for (const text of prompts) {
      const prompt = { text, tokens: await runner.tokenize(text) };
      const ask: Ask = { runner, model, prompt, seed: 0, shelf: emptyShelf(), options: {} };
      const last = await runner.trace({
        tokens: prompt.tokens.map(({ id }) => id),
        hooks: [`blocks.${model.layers - 1}.hook_resid_post`],
      });
      const states = last.hooks.get(`blocks.${model.layers - 1}.hook_resid_post`);
      if (states === undefined) throw new Error('no state');
      const [final] = (
        await runner.readout({ shape: [1, model.width], data: states.data.slice(-model.width) }, { top: 1 })
      ).top;
      const [says] = final ?? [];
      if (says === undefined) throw new Error('no answer');
      const { finding } = await findCounterfactual(ask, says.token);
      const auto = finding.source === 'auto';
      if (auto) {
        expect(kindOf(finding.answer.text)).toBe(kindOf(says.token.text));
        expect(finding.answer.prob).toBeGreaterThan(finding.original.after);
      }
      const word = kindOf(says.token.text) !== undefined;
      const content = word && functionClass(says.token.text.trim()) === undefined;
      rows.push({ task, word, content, auto });
    }
  const words = rows.filter(({ word }) => word);
  expect(words.length).toBeGreaterThanOrEqual(40);
  expect(new Set(words.map(({ task }) => task)).size).toBeGreaterThanOrEqual(6);
  const share = (some: typeof rows): number => some.filter(({ auto }) => auto).length / some.length;
  expect(share(words.filter(({ content }) => content))).toBeGreaterThanOrEqual(0.9);
  expect(share(words)).toBeGreaterThanOrEqual(0.8); // “the” and “and” have no rival of their class that is sure
}, 1_200_000);
