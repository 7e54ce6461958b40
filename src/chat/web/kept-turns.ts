import type { Kept } from './archive.ts';
import { type Owner, pageAnswer } from './page-answer.ts';
import type { PageTurn } from './page-turn.ts';

/** Answers of an earlier hour as turns: those of one message belong together. */
export function keptTurns(kept: readonly Kept[], owner: Owner): readonly PageTurn[] {
  const turns = new Map<string, PageTurn>();
  for (const answer of kept) {
    const id = eventOf(answer.turn);
    const before = turns.get(id);
    const said = before === undefined ? answer.said : `${before.said}\n${answer.said}`;
    const by = answer.by === undefined ? {} : { by: answer.by };
    turns.set(id, { id, ...by, said, answers: [...(before?.answers ?? []), pageAnswer(answer, owner)] });
  }
  return [...turns.values()];
}

/** `<event>.<index>` → `<event>`: see answerName. */
const eventOf = (name: string): string => name.replace(/\.\d+$/, '');
