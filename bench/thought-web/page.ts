import { quantile } from '../../src/analysis/quantile.ts';
import type { AnchorCase, Anchors } from './anchors.ts';
import type { Case, Conversations } from './measure.ts';
import type { Measured } from './run.ts';
import type { Times } from './times.ts';

const [OPEN, CLOSE] = ['<!-- measured -->', '<!-- end of measured -->'];

/** The page with its tables made anew from what was measured. */
export function webPage(page: string, measured: Measured): string {
  const [before = ''] = page.split(OPEN);
  const [, after = ''] = page.split(CLOSE);
  return `${before}${OPEN}\n${tables(measured).join('\n\n')}\n${CLOSE}${after}`;
}

function tables(found: Measured): string[] {
  const webs = [
    ['one fact of five matters', found.one],
    ['the fact is told twice', found.twice],
    ['the fact is corrected later', found.corrected],
    ['one fact of twelve matters', found.twelve],
  ] as const;
  const anchors = [
    ['shipped, one matters', found.anchorsOne],
    ['shipped, two matter', found.anchorsTwice],
    ['SmolLM2-135M-Instruct, one matters', found.anchorsSmollm2],
  ] as const;
  const given = <T>(rows: readonly (readonly [string, T | undefined])[]) =>
    rows.flatMap(([name, part]) => (part === undefined ? [] : [[name, part] as const]));
  return [
    table(
      [
        'conversations',
        'n',
        'answered rightly',
        'precision',
        'recall',
        'r on unseen masks (5 % / median)',
        'share ≥ .95',
        'median r without pairs',
      ],
      given(webs).map(([name, part]) => [name, ...webRow(part)]),
    ),
    table(
      [
        'conversations',
        'wrong answers',
        'of these the picture says not to trust it',
        'right answers doubted',
      ],
      given(webs).map(([name, part]) => [name, ...doubtRow(part)]),
    ),
    ...(found.one === undefined || found.twice === undefined ? [] : [shares(found.one, found.twice)]),
    ...(found.removal === undefined
      ? []
      : [
          `Hiding against removing, ${found.removal.messages} messages of ${found.removal.conversations} conversations, one at a time: r ${found.removal.r.toFixed(3)}; the same message matters most in ${found.removal.same} of ${found.removal.conversations}.`,
        ]),
    table(
      [
        'anchors',
        'n',
        'answered rightly',
        'those that matter above all others',
        'of those answered rightly',
        'median r',
      ],
      given(anchors).map(([name, part]) => [name, ...anchorRow(part)]),
    ),
    ...given([
      ['shipped', found.timesShipped],
      ['smollm2', found.timesSmollm2],
    ]).map(([, part]) => timesTable(part)),
  ];
}

const hits = ({ planted, links }: Case, share = 0): { hit: number; wrong: number; missed: number } => {
  const largest = Math.max(0, ...links.map(([, effect]) => Math.abs(effect)));
  const drawn = links.filter(([, effect]) => Math.abs(effect) > share * largest).map(([piece]) => piece);
  const hit = drawn.filter((piece) => planted.includes(piece)).length;
  return { hit, wrong: drawn.length - hit, missed: planted.length - hit };
};

function webRow({ cases }: Conversations): string[] {
  const right = cases.filter((each) => each.right);
  const { precision, recall } = scored(right.map((each) => hits(each)));
  const rs = sorted(right.map(({ r }) => r ?? 0));
  const additive = sorted(right.map((each) => each.additive ?? 0));
  return [
    `${cases.length}`,
    `${right.length}`,
    figure(precision),
    figure(recall),
    `${figure(quantile(rs, 0.05))} / ${figure(quantile(rs, 0.5))}`,
    percent(rs.filter((r) => r >= 0.95).length, rs.length),
    figure(quantile(additive, 0.5)),
  ];
}

function scored(all: readonly { hit: number; wrong: number; missed: number }[]) {
  const sum = (of: 'hit' | 'wrong' | 'missed') => all.reduce((total, each) => total + each[of], 0);
  return {
    precision: sum('hit') / (sum('hit') + sum('wrong')),
    recall: sum('hit') / (sum('hit') + sum('missed')),
  };
}

function doubtRow({ cases }: Conversations): string[] {
  const [right, wrong] = [cases.filter((each) => each.right), cases.filter((each) => !each.right)];
  const doubted = (some: readonly Case[]) => some.filter((each) => each.doubted).length;
  return [`${wrong.length}`, of(doubted(wrong), wrong.length), of(doubted(right), right.length)];
}

/** What the share of the largest effect that a link must exceed does. */
function shares(one: Conversations, twice: Conversations): string {
  const all = (part: Conversations) =>
    part.cases
      .filter(({ right }) => right)
      .map((each) => ({
        ...each,
        links: [...each.links, ...each.weak].filter(
          ([, effect, error]) => Math.abs(effect) > 3 * (error ?? 0) && Math.abs(effect) > 0.1,
        ),
      }));
  return table(
    ['share of the largest effect', 'one: precision', 'one: recall', 'twice: precision', 'twice: recall'],
    [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((share) => {
      const scores = [one, twice].map((part) => scored(all(part).map((each) => hits(each, share))));
      return [`${share}`, ...scores.flatMap(({ precision, recall }) => [figure(precision), figure(recall)])];
    }),
  );
}

function anchorRow({ cases }: Anchors): string[] {
  const right = cases.filter((each) => each.right);
  const above = (some: readonly AnchorCase[]) => some.filter((each) => each.above).length;
  const rs = sorted(cases.map(({ r }) => r ?? 0));
  return [
    `${cases.length}`,
    `${right.length}`,
    of(above(cases), cases.length),
    of(above(right), right.length),
    figure(quantile(rs, 0.5)),
  ];
}

const timesTable = ({ model, rows }: Times): string =>
  table(
    [model, 'tokens', 'seconds'],
    rows.map(({ what, tokens, ms }) => [what, `${tokens}`, (ms / 1000).toFixed(2)]),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const figure = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : '–');
const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
const of = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${part} of ${whole} (${percent(part, whole)})`;
