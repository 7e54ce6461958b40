import { shuffled } from '../../src/analysis/probe.ts';
import { FLOOR } from '../../src/analysis/roles.ts';
import { ROLES, type Role, type RolesFinding } from '../../src/analysis/roles-finding.ts';
import { traceHooks } from '../../src/analysis/trace-hooks.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { scoresHere, triedHere } from '../../src/dispatch/glyph-map-scores.ts';
import type { GlyphRates } from '../../src/dispatch/glyph-rates.ts';
import { leadTokens } from '../../src/dispatch/head-roles-pool.ts';
import { ROLE_SIGNS } from '../../src/figure/roles-signs.ts';
import type { Token } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { drawn, inTurn, promptSet, type SetName } from '../truth/prompt-set.ts';

type Rate = GlyphRates['rates'][number];

const PROMPTS = 200;
const SEED = 3;

/** Of one role, summed over prompts: heads that hold it and had a place for it. */
export interface PromptTally {
  readonly role: Role;
  readonly heads: number;
  /** That did it by its own measure; and that would have done it by what a null draw of another seed gave. */
  readonly did: number;
  readonly nulls: number;
}

export interface PromptRates {
  readonly model: string;
  readonly natural: readonly PromptTally[];
  readonly shuffled: readonly PromptTally[];
  /** Prompts of each kind. */
  readonly prompts: number;
}

/** How often heads with a role did it in prompts and in their shuffles, and how often their nulls would have. */
export async function promptRates(
  ask: Ask,
  known: RolesFinding,
  name: string,
  set: SetName,
  before: PromptRates | undefined,
  until: number,
): Promise<PromptRates> {
  const none = ROLES.map((role) => ({ role, heads: 0, did: 0, nulls: 0 }));
  let sums: PromptRates = before ?? { model: name, natural: none, shuffled: none, prompts: 0 };
  const texts = drawn(inTurn(promptSet(set)), PROMPTS, SEED);
  const lead = (await leadTokens(ask)).length;
  for (const [i, { prompt }] of texts.entries()) {
    if (i < sums.prompts) continue;
    if (Date.now() > until) break;
    const tokens = await ask.runner.tokenize(prompt);
    const mixed = [...tokens.slice(0, lead), ...shuffled(tokens.slice(lead), randomFrom(SEED + i))];
    sums = {
      ...sums,
      prompts: i + 1,
      natural: await withPrompt(ask, known, sums.natural, tokens, i),
      shuffled: await withPrompt(ask, known, sums.shuffled, mixed, i),
    };
    if (i % 20 === 19) console.error(`${name}: ${i + 1} of ${texts.length} prompts and their shuffles`);
  }
  return sums;
}

async function withPrompt(
  ask: Ask,
  known: RolesFinding,
  sums: readonly PromptTally[],
  tokens: readonly Token[],
  seed: number,
): Promise<PromptTally[]> {
  const hooks = traceHooks(ask.model.layers);
  const trace = await ask.runner.trace({ tokens: tokens.map(({ id }) => id), hooks });
  const named = { ...trace, tokens };
  const here = await scoresHere(ask, named, known, 2 * seed);
  const others = await triedHere(ask, named, known, 2 * seed + 1);
  return sums.map((sum, r) => {
    const null99 = here.roles[r]?.null99 ?? null;
    const held = here.heads.flatMap((head, i) =>
      head.role === sum.role && head.did !== null ? [{ head, i }] : [],
    );
    const passes = (value: number | undefined) =>
      value !== undefined && null99 !== null && value > null99 && value > FLOOR;
    return {
      role: sum.role,
      heads: sum.heads + held.length,
      did: sum.did + held.filter(({ head }) => head.did === true).length,
      nulls: sum.nulls + held.filter(({ i }) => passes(others[r]?.[i]?.samples.null[0])).length,
    };
  });
}

/** As lines of the table that help prints; a role that no head of the model holds has none. */
export const ratesOfPrompts = ({ model, natural, shuffled: mixed, prompts }: PromptRates): Rate[] =>
  [
    { on: `${prompts} prompts, the role’s null there, scope=prompt`, tallies: natural },
    { on: `${prompts} shuffled prompts, the role’s null there, scope=prompt`, tallies: mixed },
  ].flatMap(({ on, tallies }) =>
    tallies
      .filter(({ heads }) => heads > 0)
      .map(({ role, heads, nulls }) => ({
        glyph: ROLE_SIGNS.find((sign) => sign.role === role)?.glyph ?? role,
        model,
        on,
        unit: 'heads',
        hits: nulls,
        tried: heads,
      })),
  );
