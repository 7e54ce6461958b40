import { ROLES, type RolesFinding } from '../../src/analysis/roles-finding.ts';
import { ROLE_SIGNS } from '../../src/figure/roles-signs.ts';
import { table } from '../truth/markdown.ts';
import type { Behaviours } from './behaviours.ts';
import { METHOD, PUBLISHED } from './page-words.ts';
import type { Measured } from './run.ts';
import { TASKS } from './tasks.ts';

/** docs/roles.md, whole. */
export const rolesPage = (measured: Measured): string =>
  `${[
    METHOD,
    '## The teaching model',
    leaders(measured.shipped),
    '### Do the behaviours rest on them?',
    behavioursWords(measured),
    '## Random weights',
    randomTable(measured),
    '## SmolLM2-135M-Instruct',
    ...(measured.smollm2 === undefined ? ['Not measured yet.'] : smollm2(measured.smollm2)),
  ].join('\n\n')}\n`;

const LEADING = 5;

function leaders({ heads, null99, probe }: RolesFinding): string {
  const rows = ROLE_SIGNS.map(({ role, glyph, label }) => {
    const held = heads.filter((head) => head.role === role).sort((a, b) => b.score - a.score);
    const named = held.slice(0, LEADING).map((h) => `${h.head} ${h.score.toFixed(2)} (${signed(h.effect)})`);
    const also = heads.filter((head) => head.also.includes(role)).length;
    return [
      `${glyph} ${label}`,
      `${held.length}`,
      `${also}`,
      null99[role].toFixed(2),
      named.join(', ') || 'none',
    ];
  });
  const said = `Repeated tokens are said at ${probe.repeat.toFixed(2)} nats, unrepeated ones at ${probe.fresh.toFixed(2)}; effects are over ${probe.effectTokens} repeated tokens.`;
  return `${table(['role', 'heads', 'also held by', 'null', 'leading heads: score (effect, nats)'], rows)}\n\n${said}`;
}

function behavioursWords({ everywhere, answering }: Measured): string {
  return [
    'Accuracy on the first 40 held-out prompts of each task, with heads ablated to their mean. The last two tasks are learned facts that need nothing repeated: where they fall too, the heads carry more than the behaviour that names them. The other heads are drawn from all that do not hold the role, so some of the twenty sets hit a head of another role: hence the worst beside the median.',
    'At every token but the first:',
    ...(everywhere === undefined ? [] : [behaviourTable(everywhere)]),
    'Only where the answer is said (the last token of a prompt, the whole repeated half), which is where induction and copying act:',
    ...(answering === undefined ? [] : [behaviourTable(answering)]),
    spilling(everywhere, answering),
    'The two duplicate-token heads were pushed into that role in training (`models/teaching/README.md`), and nothing rests on them: a role by attention without an effect.',
  ].join('\n\n');
}

/** Learned facts below this are taken down too. */
const FACTS_KEPT = 0.8;

/** Which roles are not about their behaviour alone, from the tables. */
function spilling(...tables: readonly (Behaviours | undefined)[]): string {
  const facts = (tasks: readonly number[]) => tasks.slice(-2).reduce((sum, share) => sum + share / 2, 0);
  const wide = tables.flatMap(
    (each) => each?.roles.filter(({ own }) => facts(own.tasks) < FACTS_KEPT).map(({ role }) => role) ?? [],
  );
  if (wide.length === 0) return 'No role takes the learned facts down with it.';
  return `Learned facts fall as well, on average below ${100 * FACTS_KEPT} %, without the heads of ${[...new Set(wide)].join(' and ')}: these heads are necessary for their behaviour, but not for it alone, and the name says less than what they do.`;
}

function behaviourTable({ whole, roles }: Behaviours): string {
  const cells = (each: { repeat: number; tasks: readonly number[] }) => [
    each.repeat.toFixed(2),
    ...each.tasks.map((share) => `${Math.round(100 * share)} %`),
  ];
  const rows = [
    ['nothing', ...cells(whole)],
    ...roles.flatMap(({ role, heads, own, median, worst }) => [
      [`**${role}**: ${heads.join(' ')}`, ...cells(own)],
      [`${heads.length} other heads, median of 20 sets`, ...cells(median)],
      ['the worst of the 20', ...cells(worst)],
    ]),
  ];
  const head = ['ablated', 'random tokens repeated, nats', ...TASKS.map((task) => task.replace('_', ' '))];
  return table(head, rows);
}

function randomTable({ random = [] }: Measured): string {
  const rows = random.map(({ name, models, heads, named }) => [
    name,
    `${models}`,
    `${heads}`,
    `${named.length}`,
    `${((100 * named.length) / heads).toFixed(1)} %`,
  ]);
  const all = random.reduce((sum, { heads }) => sum + heads, 0);
  const hits = random.reduce((sum, { named }) => sum + named.length, 0);
  return [
    'No head of a model that was never trained has a role; what is named here is chance.',
    table(['weights', 'models', 'heads', 'named', 'share'], rows),
    `Together ${hits} of ${all} heads, ${((100 * hits) / all).toFixed(2)} %. ${random.flatMap(({ named }) => named).join(', ')}`.trim(),
  ].join('\n\n');
}

function smollm2(finding: RolesFinding): string[] {
  const rows = PUBLISHED.map(({ head, role, score }) => {
    const ours = finding.heads.find((each) => each.head === head);
    return [
      head,
      role,
      score,
      ours?.scores[role].toFixed(2) ?? '–',
      ours?.role ?? '–',
      signed(ours?.effect ?? Number.NaN),
    ];
  });
  return [
    leaders(finding),
    'Against a prototype in PyTorch (same definitions, its own random tokens, `transformers` weights):',
    table(['head', 'score of', 'prototype', 'dotp', 'named', 'effect, nats'], rows),
    `Held by several roles at once: ${finding.heads.filter(({ also }) => also.length > 0).length} of ${finding.heads.length} heads; without any: ${finding.heads.filter(({ role }) => role === 'none').length}. Highest scores whatever the name: ${ROLES.map((role) => top(finding, role)).join('; ')}.`,
  ];
}

function top({ heads }: RolesFinding, role: (typeof ROLES)[number]): string {
  const [best] = [...heads].sort((a, b) => b.scores[role] - a.scores[role]);
  return best === undefined ? role : `${role} ${best.head} ${best.scores[role].toFixed(2)}`;
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
