import type { Branch, BranchesFinding } from './branches-finding.ts';

/** Agreement of scores and effects below which a person must know. */
const DOUBTFUL = 0.6;
/** Tokens from which on hiding all of them is cut short. */
const MOST_TOKENS = 64;

/** What is weak about a fork, in sentences. */
export function branchesCaveats(finding: Omit<BranchesFinding, 'caveats'>): string[] {
  const { branches, agreement, sources } = finding;
  const found = branches.flatMap(weakness);
  if (agreement !== undefined && agreement.r !== null && agreement.r < DOUBTFUL)
    found.push(
      `Scores and exact effects agree poorly here (r = ${agreement.r.toFixed(2)} over ${agreement.nodes}): there may be stronger drivers among what was not measured.`,
    );
  if (sources === 'tokens' && finding.ablation !== null) found.push(...tokenCaveats(finding.position));
  return found;
}

function weakness({ token, drivers, together, empty }: Branch): string[] {
  if (empty === null) return [];
  const name = `“${token.text.trim() || token.text.replace(/\n/g, '↵')}”`;
  if (drivers.length === 0) return [`Nothing measured moves ${name}.`];
  if (together === null) return [`Nothing measured speaks for ${name} rather than the others.`];
  if (together.random !== null && together.effect <= together.random.p95)
    return [
      `What speaks for ${name} does no more together (${logits(together.effect)}) than the best of random sets like it (${logits(together.random.p95)}; half of them up to ${logits(together.random.median)}): do not read much into it.`,
    ];
  return [];
}

function tokenCaveats(position: number): string[] {
  const found = [
    'The last token is not hidden: nobody reads it later, its own stream is what answers. Many models rest their attention on the first token, so hiding that moves more than its word.',
  ];
  if (position > MOST_TOKENS)
    found.push(`Of ${position + 1} tokens the ${MOST_TOKENS} before the last were hidden, one at a time.`);
  return found;
}

const logits = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)} logits`;
