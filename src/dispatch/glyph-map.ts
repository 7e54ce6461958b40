import type { CounterfactualFinding, NextFinding } from '../analysis/findings.ts';
import type { Live } from '../analysis/gates.ts';
import type { GlyphHere, GlyphMapFinding } from '../analysis/glyph-map-finding.ts';
import { glyphMapFinding } from '../analysis/glyph-map-report.ts';
import { finalState } from '../analysis/leading-heads.ts';
import { lastRow, next } from '../analysis/next.ts';
import { indexOf } from '../analysis/node-space.ts';
import { shuffled } from '../analysis/probe.ts';
import { quantile } from '../analysis/quantile.ts';
import { FLOOR } from '../analysis/roles.ts';
import { traceHooks } from '../analysis/trace-hooks.ts';
import { randomFrom } from '../kernel/random.ts';
import type { Ask } from './command.ts';
import { scoresHere } from './glyph-map-scores.ts';
import { type HeadQuestion, headQuestion, headScores } from './head-question.ts';
import { headRoles, keptRoles } from './head-roles.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';

/** Heads with a role, and without one, whose effect is measured exactly. */
const MEASURED = 40;
const OTHERS = 20;

type Scored = Omit<GlyphHere, 'effect'>;

/**
 * The map of one prompt: which heads did here what they do on random tokens, and what each did to the
 * answer. Roles that were never measured of this model are measured first.
 *
 * @throws {DispatchError} those of `readQuestion` but `nothing-to-edit`
 */
export async function glyphMap(ask: Ask): Promise<(NextFinding | CounterfactualFinding | GlyphMapFinding)[]> {
  const { runner, model, prompt, seed, options } = ask;
  const known = (await keptRoles(ask)) ?? (await headRoles(ask));
  const tokens = prompt.tokens.map(({ id }) => id);
  const trace = await runner.trace({ tokens, hooks: traceHooks(model.layers), logits: 'last' }, options);
  const says = next(trace, await runner.readout(finalState(trace, tokens.length - 1), { top: 5 }, options));
  const here = await scoresHere(ask, trace, known, seed);
  const question = await headQuestion(ask, says, lastRow(trace), { token: 'auto', against: 'auto' });
  const attributed = await headScores(ask, question);
  const sums = new Map<string, number>();
  for (const { id, score } of attributed ?? []) {
    const name = id.replace(/@.*$/, '');
    sums.set(name, (sums.get(name) ?? 0) + score);
  }
  const scored = here.heads.map((head) => ({
    ...head,
    attribution: attributed === undefined ? null : (sums.get(head.head) ?? 0),
  }));
  const { effects, others } = await effectsOf(ask, scored, question);
  const finding = glyphMapFinding({
    metric: question.metric,
    ablation: question.ablation,
    floor: FLOOR,
    roles: here.roles,
    heads: scored.map((head) => ({ ...head, effect: effects.get(head.head) ?? null })),
    others,
  });
  const counterfactual = question.counterfactual?.finding;
  return [says, ...(counterfactual === undefined ? [] : [counterfactual]), finding];
}

/** Exact effects: of the leading heads that hold a role, and of others for comparison. */
async function effectsOf(
  ask: Ask,
  heads: readonly Scored[],
  { metric, values }: HeadQuestion,
): Promise<{ effects: Map<string, number>; others: GlyphMapFinding['others'] }> {
  const size = ({ attribution, score }: Scored): number => Math.abs(attribution ?? score ?? 0);
  const leading = heads
    .filter(({ role }) => role !== 'none')
    .sort((a, b) => size(b) - size(a))
    .slice(0, MEASURED);
  const without = shuffled(
    heads.filter(({ role }) => role === 'none'),
    randomFrom(ask.seed),
  ).slice(0, OTHERS);
  const measured = [...leading, ...without];
  const space = nodeSpace(ask);
  const rows = measured.map(
    ({ head }): Live => ({
      allBut: ask.prompt.tokens.flatMap((_, position) => indexOf(space, `${head}@${position}`) ?? []),
    }),
  );
  const [full = Number.NaN, ...left] = await patchedMetrics(ask, [{ allBut: [] }, ...rows], values, metric);
  const effects = new Map(measured.map(({ head }, i) => [head, full - (left[i] ?? Number.NaN)]));
  const sizes = without.map(({ head }) => Math.abs(effects.get(head) ?? 0));
  const others =
    sizes.length === 0 ? null : { n: sizes.length, median: quantile(sizes, 0.5), p95: quantile(sizes, 0.95) };
  return { effects, others };
}
