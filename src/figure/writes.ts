import type { Finding, WritesFinding } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';
import { count, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { asked } from './attribution-words.ts';
import { findingOf } from './finding-of.ts';
import type { WritesFigure, WritesRow, WrittenWord } from './writes-figure.ts';

type Head = WritesFinding['heads'][number];

const MOST_ROWS = 8;
const MOST_WORDS = 4;
const MOST_SOURCES = 3;
/** Cells of the strip of sources; longer prompts are summed in equal groups. */
const MOST_CELLS = 128;

/**
 * What the leading heads write at the answering position, and which tokens they read for it.
 *
 * @throws {RangeError} when the reply lacks one of the findings next, writes
 */
export function writesFigure(reply: Reply<Finding>): WritesFigure {
  const finding = findingOf(reply, 'writes');
  const heads = finding.heads.slice(0, MOST_ROWS);
  const largest = Math.max(0, ...heads.map(({ score }) => Math.abs(score))) || 1;
  const { token } = findingOf(reply, 'next');
  return {
    kind: 'writes',
    title: `What is written for ${quoted(token.text)}?`,
    subtitle: subtitle(reply, heads.length),
    badge: { text: 'OV · what it writes', tone: 'ov' },
    footer: [
      { label: 'logits, direct writes only', value: '' },
      { label: 'each strip of sources sums to its bar', value: '' },
    ],
    alt: alt(words(reply, heads)),
    rows: heads.map((head) => rowOf(head, reply, largest)),
  };
}

function subtitle({ model }: Reply<Finding>, shown: number): string {
  if (model === null) return `${shown} leading heads`;
  return `${model.name} · ${shown} of ${count(model.layers * model.heads)} heads, by direct score on the answer`;
}

function rowOf({ head, score, up, down, from }: Head, reply: Reply<Finding>, largest: number): WritesRow {
  const tokensPerCell = Math.max(1, Math.ceil(from.length / MOST_CELLS));
  return {
    name: head,
    score,
    value: signed(score),
    share: Number.isFinite(score) ? score / largest : 0,
    up: up.slice(0, MOST_WORDS).map(written),
    down: down.slice(0, MOST_WORDS).map(written),
    sources: sourcesOf(from, reply),
    strip: scaled(grouped(from, tokensPerCell)),
    tokensPerCell,
  };
}

const written = ({ token, logit }: { readonly token: Token; readonly logit: number }): WrittenWord => ({
  label: tokenLabel(token.text),
  score: logit,
  value: signed(logit),
});

/** The tokens with the largest |score|. */
const sourcesOf = (from: readonly number[], { prompt }: Reply<Finding>): WrittenWord[] =>
  from
    .map((score, position) => ({ token: prompt.tokens[position], score }))
    .filter(({ score }) => score !== 0)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, MOST_SOURCES)
    .map(({ token, score }) => ({ label: tokenLabel(token?.text ?? ''), score, value: signed(score) }));

function grouped(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, group) =>
    values.slice(group * size, (group + 1) * size).reduce((sum, value) => sum + value, 0),
  );
}

function scaled(values: readonly number[]): number[] {
  const largest = Math.max(0, ...values.map(Math.abs)) || 1;
  return values.map((value) => value / largest);
}

function words(reply: Reply<Finding>, heads: readonly Head[]): string[] {
  const rows = heads.map((head) => {
    const { up, down, sources } = rowOf(head, reply, 1);
    const raised = up.slice(0, 2).map(({ label, value }) => `${label} ${value}`);
    const lowered = down.slice(0, 1).map(({ label, value }) => `${label} ${value}`);
    const [source] = sources;
    const read = source === undefined ? '' : `, read from ${source.label}`;
    return `${head.head} (${signed(head.score)}) writes ${[...raised, ...lowered].join(', ')}${read}.`;
  });
  return [`What leading heads write at the answer of ${asked(reply)}`, ...rows];
}
