import type { Finding } from '../../src/analysis/findings.ts';
import { editInWords } from '../../src/analysis/intervention-edit.ts';
import type {
  ChangedPart,
  EditedComponent,
  InterventionControl,
  InterventionFinding,
  MovedWord,
} from '../../src/analysis/intervention-finding.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE: shaped like a real finding (changes add up, probabilities below 1), numbers from a seeded generator. */
export function sampleIntervention(shape: SampleShape): Reply<Finding> {
  const reply = sampleReply(shape);
  const random = shape.silent === true ? () => 0 : randomFrom((shape.seed ?? 1) + 7);
  return {
    ...reply,
    command: '.p/fork.counterfactual',
    findings: [...reply.findings, finding(reply, shape, random)],
  };
}

function finding(
  reply: Reply<Finding>,
  { tokens, layers, heads, seed = 1, rivals = [] }: SampleShape,
  random: () => number,
): InterventionFinding {
  const { token: answer, entropy } = findingOf(reply, 'next');
  const direct = findingOf(reply, 'direct');
  const components = componentsOf(seed, tokens.length, layers, heads);
  const rewords = seed % 2 === 0 || components.length === 0;
  const exchanged = rewords ? exchangesOf(reply.prompt.tokens, rivals) : [];
  const edited = new Set(components.map(({ name }) => name));
  const parts = direct.parts.map(({ node, score }): ChangedPart => {
    const change = (random() - 0.6) * random() ** 6 * 9;
    return { node: node.replace(/@\d+$/, ''), before: score, after: score + change, change, moved: random() };
  });
  const sum = (of: readonly ChangedPart[]) => of.reduce((total, { change }) => total + change, 0);
  const changes = {
    own: sum(parts.filter(({ node }) => edited.has(node))),
    others: sum(parts.filter(({ node }) => !edited.has(node))),
    norm: random() - 0.5,
    error: 0,
  };
  const words = wordsOf(answer, rivals, random);
  const says = words.reduce((best, word) => (word.after.prob > best.after.prob ? word : best));
  const metric = direct.metric;
  const after = { ...metric, value: metric.value + changes.own + changes.others + changes.norm };
  const ablates = components.some(({ kind }) => kind === 'ablated');
  return {
    kind: 'intervention',
    method: 'fixture',
    unit: 'logits',
    control: 'fixture',
    caveats: [],
    edits: [
      ...exchanged.map(({ from, to }) => `${from[0]?.text} → ${to[0]?.text}`),
      ...components.map((edit) => editInWords(edit, tokens.length)),
    ],
    components,
    baseline: ablates
      ? { source: 'mean', words: 'mean over 16 corrupted versions of the prompt, same positions' }
      : null,
    replaced: exchanged.map(({ from, to }) => ({
      from: from[0]?.text ?? '',
      to: to.map(({ text }) => text).join(''),
      times: 1,
    })),
    exchanged,
    text: reply.prompt.text,
    tokens: reply.prompt.tokens,
    before: { answer: { ...answer, prob: words[0]?.before.prob ?? 0, logit: 18 }, entropy, metric },
    after: { answer: { ...says, prob: says.after.prob, logit: 16 }, entropy: 3 * random(), metric: after },
    kl: 4 * random(),
    words,
    parts,
    changes,
    controls: [
      ...(components.length > 0
        ? [controlOf('components', '20 random sets of 2 heads and 1 MLP', random)]
        : []),
      ...(rewords ? [controlOf('words', '20 other words in the same place', random)] : []),
    ].slice(seed % 5 === 4 ? 2 : 0),
  };
}

/** None, one, three or many, everywhere and in places. */
function componentsOf(seed: number, tokens: number, layers: number, heads: number): EditedComponent[] {
  const count = [1, 0, 3, 14][seed % 4] ?? 1;
  return Array.from({ length: count }, (_, i) => {
    const name = i % 3 === 2 ? `M${i % layers}` : `L${(i * 5) % layers}H${i % heads}`;
    const place =
      i % 2 === 0 ? { from: 0, to: tokens - 1 } : { from: Math.min(1, tokens - 1), to: tokens - 1 };
    const scaled = i % 3 === 1;
    return { name, ...place, gain: scaled ? -2.5 : 0, kind: scaled ? 'scaled' : 'ablated' };
  });
}

function exchangesOf(tokens: readonly Token[], rivals: readonly string[]): InterventionFinding['exchanged'] {
  const position = Math.floor(tokens.length / 2);
  const to = (rivals.length > 0 ? rivals : [' Italy']).map((text, i) => ({ id: tokenId(40_000 + i), text }));
  return [{ position, from: tokens.slice(position, position + 1), to }];
}

function wordsOf(answer: Token, rivals: readonly string[], random: () => number): MovedWord[] {
  const texts = [...new Set([answer.text, ...rivals, ' the', ' a', ' Sarah', ' extraordinarily', '\n', ','])];
  return texts.slice(0, 8).map((text, i) => ({
    id: i === 0 ? answer.id : tokenId(41_000 + i),
    text,
    before: { logit: 18 - 2 * i, prob: 0.9 * 0.3 ** i },
    after: { logit: 12 + 4 * random(), prob: random() / 8 },
  }));
}

const controlOf = (
  of: InterventionControl['of'],
  drawn: string,
  random: () => number,
): InterventionControl => {
  const median = 2 * random();
  return {
    of,
    drawn,
    kl: 14 * random() ** 4,
    n: 20,
    median,
    p95: median + 12 * random() ** 3,
    atLeast: random(),
  };
};
