import type { ModelFacts } from '../kernel/model.ts';
import type { Reply } from '../kernel/reply.ts';

/** The model as every reply names it. */
export function summaryOf(facts: ModelFacts): NonNullable<Reply['model']> {
  const { name, family, device, layers, heads, kvHeads, width, vocab } = facts;
  return { name, family, device, layers, heads, kvHeads, width, vocab };
}

/** What a person must know of this model before they read any number of it. */
export function modelCaveats(facts: ModelFacts | undefined, prompt: string): string[] {
  if (facts === undefined) return [];
  return [...facts.notes, ...closedWorldCaveats(facts, prompt)];
}

/** The teaching model knows a small world; words outside it are named. */
function closedWorldCaveats(facts: ModelFacts, prompt: string): string[] {
  const strange = outsideWords(prompt, facts.worldWords);
  if (strange.length === 0) return [];
  const named = strange
    .slice(0, 5)
    .map((word) => `“${word}”`)
    .join(', ');
  return [
    `The teaching model never saw ${named}${strange.length > 5 ? ' and others' : ''}: its answer here is a guess. ` +
      'For real English use --model SmolLM2-135M-Instruct.',
  ];
}

/** Words of the prompt that a closed world does not hold, in order, each once; none for an open world. */
export function outsideWords(prompt: string, world: ReadonlySet<string> | undefined): string[] {
  if (world === undefined) return [];
  const words = prompt.match(/\p{L}+/gu) ?? [];
  return [...new Set(words.filter((word) => !world.has(word)))];
}
