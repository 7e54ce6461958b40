import type { Finding } from '../analysis/findings.ts';
import type { SelfFinding, SelfLayer, SelfReading, SelfWord } from '../analysis/self-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, isolate, quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import type { SelfCell, SelfCurve, SelfFigure, SelfRow } from './self-figure.ts';
import { selfWords } from './self-words.ts';

/** Layers whose words are listed. */
const ROWS = 9;
/** Characters of the text before the token that the subtitle shows. */
const CONTEXT = 36;

const SEEN = { is: 'What it is', says: 'What it will say' } as const;

/**
 * Both readings over the layers, and what else was measured beside them.
 *
 * @throws {RangeError} when the reply holds no self finding
 */
export function selfFigure(reply: Reply<Finding>): SelfFigure {
  const finding = findingOf(reply, 'self');
  const { token, crosses, lens, readings } = finding;
  const layers = lens.layers.length;
  return {
    kind: 'self',
    title: `What does the model read in its own state at ${quoted(token.text)}?`,
    subtitle: subtitle(reply, finding),
    footer: footer(finding),
    alt: alt(selfWords(finding)),
    layers,
    curves: readings.map(curveOf),
    crosses: crosses === null ? null : { layer: crosses, text: `L${crosses}` },
    lens: { label: `${lens.name} lens`, values: lens.layers.map(({ answer }) => answer) },
    rows: rowsOf(finding, layers),
    beside: besideOf(finding),
  };
}

function subtitle({ model, prompt }: Reply<Finding>, { position, answer }: SelfFinding): string {
  const text = prompt.tokens
    .slice(0, position + 1)
    .map((each) => each.text)
    .join('');
  const end = [...text].slice(-CONTEXT).join('');
  const context = tokenLabel(end.length < text.length ? `…${end}` : end);
  return `${model?.name ?? ''} · token ${position} of ${prompt.tokens.length} · ${isolate(context)} → ${quoted(answer.text, 14)} ${percent(answer.prob)}`;
}

function footer({ readings, random, identity }: SelfFinding): SelfFigure['footer'] {
  const peaks = readings.map(({ reading, strongest, layers, unpatched }) => {
    const at = strongest === null ? undefined : layers[strongest];
    const most = at === undefined ? 0 : Math.max(at.random, unpatched.target);
    return {
      label: `${SEEN[reading]}${at === undefined ? '' : `, L${strongest}`}`,
      value: at === undefined ? 'nowhere above controls' : `${percent(at.target)}, control ${percent(most)}`,
      ...(at === undefined ? { tone: 'warn' as const } : { bar: at.target, tick: most }),
    };
  });
  return [
    ...peaks,
    { label: `${random.vectors} random vectors a layer`, value: '' },
    {
      label: `identity prompt for ${identity.fits === 'any text' ? 'any text' : 'a closed world'}`,
      value: '',
    },
  ];
}

const curveOf = ({ reading, target, strongest, layers, unpatched }: SelfReading): SelfCurve => ({
  tone: reading,
  label: `${SEEN[reading]}: ${quoted(target.text, 14)}`,
  values: layers.map((layer) => layer.target),
  random: layers.map(({ random }) => random),
  unpatched: unpatched.target,
  peak:
    strongest === null
      ? null
      : { layer: strongest, text: `L${strongest} ${percent(layers[strongest]?.target ?? 0)}` },
});

function rowsOf({ readings, crosses }: SelfFinding, layers: number): SelfRow[] {
  const [is, says] = readings;
  if (is === undefined || says === undefined) return [];
  const wanted = [is.shown, says.shown, ...(crosses === null ? [] : [crosses])];
  return spread(layers, wanted)
    .reverse()
    .map((layer) => ({ layer: `L${layer}`, is: cellOf(is, layer), says: cellOf(says, layer) }));
}

function cellOf({ layers, target }: SelfReading, layer: number): SelfCell {
  const at: SelfLayer | undefined = layers[layer];
  const [first] = at?.top ?? [];
  return {
    label: isolate(tokenLabel(first?.text ?? '')),
    prob: percent(first?.prob ?? 0),
    control: percent(Math.max(at?.control.random ?? 0, at?.control.unpatched ?? 0)),
    given: (at?.given ?? null) !== null,
    found: first?.id === target.id,
  };
}

/** Layers spread evenly over the depth, the first and last among them, nearest ones exchanged for the wanted. */
function spread(layers: number, wanted: readonly number[]): number[] {
  if (layers <= ROWS) return Array.from({ length: layers }, (_, layer) => layer);
  const chosen = new Set(Array.from({ length: ROWS }, (_, i) => Math.round((i * (layers - 1)) / (ROWS - 1))));
  for (const layer of wanted) {
    const [nearest] = [...chosen]
      .filter((each) => !wanted.includes(each) && each !== 0 && each !== layers - 1)
      .sort((a, b) => Math.abs(a - layer) - Math.abs(b - layer));
    if (chosen.has(layer) || nearest === undefined) continue;
    chosen.delete(nearest);
    chosen.add(layer);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** What a reading is held against; where a trace was asked before, its leading nodes in a row of their own. */
function besideOf({ readings, words }: SelfFinding): SelfFigure['beside'] {
  const own = readings.map(({ reading, shown, layers }) => ({
    tone: reading,
    caption: `${SEEN[reading]}, L${shown}: ${quoted(layers[shown]?.top[0]?.text ?? '', 12)}`,
    items: words.filter(({ beside, source }) => beside === reading && source !== 'trace').map(itemOf),
  }));
  const traced = words.filter(({ source }) => source === 'trace').map(itemOf);
  return traced.length === 0
    ? own
    : [...own, { tone: 'trace', caption: 'Leading nodes of the trace write', items: traced }];
}

function itemOf({ source, where, word, agrees }: SelfWord) {
  const by = { token: 'the token', answer: 'the answer', lens: where.replace(/, layer.*/, ''), trace: where };
  return { agrees, text: `${by[source]} ${quoted(cut(word.text, 12), 12)}` };
}
