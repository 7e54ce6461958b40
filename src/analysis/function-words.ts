/**
 * English, by what they do in a sentence. In other languages every word counts as content, which
 * costs rows and nothing else.
 */
const CLASSES: Readonly<Record<string, string>> = {
  auxiliary: `am is are was were be been being do does did done have has had having
    will would shall should can could may might must`,
  determiner: `a an the this that these those some any each every no both all
    my your his her its our their most such own same other another`,
  pronoun: `i me mine you yours he him hers she it we us ours they them theirs
    who whom whose which what myself himself herself itself themselves`,
  preposition: `to of in on at by for from with without into onto over under up down out off about as than
    since until after before between through during`,
  conjunction: 'and or but nor so if then else because while although though',
  adverb: 'not very too also just only more again ever never yet still when where why how there here',
  particle: 's t d ll re ve m o let',
};

const CLASS_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(CLASSES).flatMap(([name, words]) => words.split(/\s+/).map((word) => [word, name] as const)),
);

/** @returns undefined for a word that carries content */
export const functionClass = (word: string): string | undefined => CLASS_OF.get(word.toLowerCase());
