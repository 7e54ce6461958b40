import { table } from '../truth/markdown.ts';
import type { Found } from './conflicts.ts';
import type { Measured, MeasuredSet, Told } from './measured.ts';
import { CONFLICT, METHOD, READING } from './page-words.ts';
import type { Interval, Summary } from './summary.ts';

const TARGETS: Readonly<Record<string, number>> = { shipped: 0.85, 'SmolLM2-135M-Instruct': 0.9 };

/** docs/hallucination.md, whole. */
export const hallucinationPage = (measured: Measured, told: readonly Told[]): string =>
  `${[
    METHOD,
    ...told.flatMap((set) => [`## ${set.model}`, ...modelWords(set)]),
    READING,
    '## Evidence against memory',
    CONFLICT,
    conflictTable([measured['shipped-conflicts'], measured['smollm2-conflicts']]),
  ].join('\n\n')}\n`;

function modelWords({ model, rows, summaries }: Told): string[] {
  const known = rows.filter((row) => row.known);
  const right = known.filter((row) => row.right).length;
  const best = [...summaries].sort((a, b) => b.auroc.value - a.auroc.value)[0];
  const target = TARGETS[model] ?? 0;
  return [
    `${known.length} known questions, ${right} of them answered right by the greedy answer, and ${rows.length - known.length} unknown ones.`,
    table(
      [
        'measure',
        'AUROC, all known',
        'AUROC, known and answered right',
        'median known',
        'median unknown',
        'alone, against entropy',
        'together with entropy, against entropy',
        'nested fit: χ², p',
      ],
      summaries.map(summaryRow),
    ),
    best === undefined
      ? ''
      : `Best measure: ${best.measure}, ${interval(best.auroc)}; ${target.toFixed(2)} was aimed at: ${best.auroc.value >= target ? 'reached' : '**missed**'}${best.auroc.low >= target ? ', interval included' : ', the interval reaches below it'}.`,
    addsWords(summaries),
  ];
}

function addsWords(summaries: readonly Summary[]): string {
  const beside = summaries.flatMap(({ measure, beside }) =>
    beside === null ? [] : [{ measure, ...beside }],
  );
  const adds = beside.filter(({ together }) => together.low > 0).map(({ measure }) => measure);
  const better = beside.filter(({ alone }) => alone.low > 0).map(({ measure }) => measure);
  const worse = beside.filter(({ alone }) => alone.high < 0).map(({ measure }) => measure);
  const fitted = beside.filter(({ p }) => p < 0.05 / beside.length).map(({ measure }) => measure);
  return [
    `**What adds anything to plain next-token entropy:** ${adds.length === 0 ? 'nothing here, judged by AUROC (no interval of “together” lies above 0)' : `${adds.join(', ')} (interval of “together” above 0)`}.`,
    `Better than entropy alone: ${better.length === 0 ? 'none' : better.join(', ')}; worse: ${worse.length === 0 ? 'none' : worse.join(', ')}.`,
    `By the nested fit (p < .05 after Bonferroni over ${beside.length} measures): ${fitted.length === 0 ? 'none' : fitted.join(', ')}.`,
  ].join(' ');
}

const summaryRow = ({ measure, auroc, right, known, unknown, beside }: Summary): string[] => [
  measure,
  interval(auroc),
  interval(right),
  known.toFixed(2),
  unknown.toFixed(2),
  ...(beside === null
    ? ['', '', '']
    : [
        difference(beside.alone),
        difference(beside.together),
        `${beside.chiSquare.toFixed(1)}, ${beside.p < 0.001 ? '< .001' : beside.p.toFixed(3)}`,
      ]),
];

const interval = ({ value, low, high }: Interval): string =>
  `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
const difference = ({ value, low, high }: Interval): string =>
  `${plus(value)} (${plus(low)} to ${plus(high)})`;
const plus = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

function conflictTable(sets: readonly (MeasuredSet<Found> | undefined)[]): string {
  const rows = sets.flatMap((set) => {
    if (set === undefined) return [];
    const found = set.rows.filter((row) => row.found !== null);
    const right = found.filter((row) => row.found === row.context);
    const follow = right.filter(({ metric }) => (metric ?? 0) > 0);
    const clean = right.filter(({ baseline }) => baseline === 'auto');
    const turned = follow.filter(
      ({ metric, contextTogether }) => (metric ?? 0) < (contextTogether?.[0] ?? 0),
    );
    const context = right.filter(({ contextTogether: t }) => t !== null && t[0] > t[2]);
    const memory = right.filter(({ memoryTogether: t }) => t !== null && t[0] < t[1]);
    const r = right.flatMap((row) => row.r ?? []).sort((a, b) => a - b);
    return [
      [
        set.model,
        `${set.rows.length}`,
        `${right.length}`,
        `${clean.length}`,
        `${follow.length} of ${right.length}`,
        `${turned.length} of ${follow.length}`,
        `${context.length} of ${right.length}`,
        `${memory.length} of ${right.length}`,
        (r[Math.floor(r.length / 2)] ?? Number.NaN).toFixed(2),
        leaders(right),
      ],
    ];
  });
  return table(
    [
      'model',
      'contradictions',
      'the word found is the evidence’s',
      'with a clean other subject',
      'model follows the evidence',
      'six followers of the evidence ablated at once turn it back',
      'those six do more than every random set',
      'six followers of memory do, the other way',
      'scores against effects, median r',
      'most often first for the evidence',
    ],
    rows,
  );
}

function leaders(rows: readonly Found[]): string {
  const counts = new Map<string, number>();
  for (const { leading } of rows) for (const id of leading) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([id, n]) => `${id} (${n})`)
    .join(', ');
}
