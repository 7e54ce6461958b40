import type { Finding } from '../analysis/findings.ts';
import type { InterventionFinding } from '../analysis/intervention-finding.ts';
import type { Reply } from '../kernel/reply.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import { chooseColumns } from './columns.ts';
import type { PromptPiece } from './comparison-figure.ts';

/** Pieces where not all fit, and how many letters fit with so many chips around them. */
const MOST_PIECES = 13;
const LETTERS = 106;
const LETTERS_A_CHIP = 2.7;

/** The prompt as a row of pieces; far from every edit it is folded. */
export function promptPieces(reply: Reply<Finding>, finding: InterventionFinding): PromptPiece[] {
  const all = merged(reply.prompt, finding);
  const letters = all.reduce((sum, { label }) => sum + label.length + LETTERS_A_CHIP, 0);
  if (letters <= LETTERS) return all;
  const patched = patchedFrom(reply, finding);
  const always = all.flatMap(({ kind, touched }, i) =>
    kind !== 'same' || touched || patched.includes(i) ? [i] : [],
  );
  const shown = always.length < MOST_PIECES ? [...always, all.length - 1] : [all.length - 1];
  const loudness = all.map((piece, i) => closeness(i, always) + (piece.kind === 'same' ? 0 : 10));
  return chooseColumns(loudness, shown, MOST_PIECES).flatMap((column): PromptPiece[] => {
    if (column.kind === 'gap')
      return [{ kind: 'gap', label: `⋯${column.to - column.from + 1}`, touched: false }];
    return all.slice(column.position, column.position + 1);
  });
}

/** Where the counterfactual that silent components are patched from differs: what they carried lies there. */
function patchedFrom({ findings }: Reply<Finding>, { exchanged }: InterventionFinding): number[] {
  const found = findings.find((finding) => finding.kind === 'counterfactual');
  return exchanged.length > 0 || found === undefined ? [] : found.edits.map(({ position }) => position);
}

/** Larger beside an edit; without any, towards the end. */
const closeness = (i: number, edits: readonly number[]): number =>
  edits.length === 0 ? i * 1e-6 : 1 / (1 + Math.min(...edits.map((edit) => Math.abs(edit - i))));

/** Tokens that stayed, and for each run that was exchanged what went and what came. */
function merged(
  { tokens }: Reply<Finding>['prompt'],
  { exchanged, components, replaced, tokens: after }: InterventionFinding,
): PromptPiece[] {
  const placed = components.filter(({ from, to }) => from > 0 || to < after.length - 1);
  const touched = (from: number, to: number): boolean =>
    placed.some((edit) => edit.from <= to && edit.to >= from);
  const pieces: PromptPiece[] = [];
  // Pieces of letters cannot be read: the word as it was typed stands for them.
  const [word, ...more] = replaced;
  const joined = (texts: readonly { readonly text: string }[], side: 'from' | 'to') => {
    const text = texts.map((token) => token.text).join('');
    const broken = text.includes('\ufffd') && more.length === 0 && exchanged.length === word?.times;
    return tokenLabel(broken ? (word?.[side] ?? text) : text);
  };
  let there = 0; // position in the edited prompt
  for (let position = 0; position <= tokens.length; ) {
    const run = exchanged.find((each) => each.position === position);
    if (run !== undefined) {
      if (run.from.length > 0) pieces.push({ kind: 'old', label: joined(run.from, 'from'), touched: false });
      if (run.to.length > 0)
        pieces.push({
          kind: 'new',
          label: joined(run.to, 'to'),
          touched: touched(there, there + run.to.length - 1),
        });
      there += run.to.length;
      position += run.from.length;
    }
    const token = tokens[position];
    if (token !== undefined)
      pieces.push({ kind: 'same', label: tokenLabel(token.text), touched: touched(there, there) });
    there++;
    position++;
  }
  return pieces;
}
