import type { Token } from '../kernel/ids.ts';
import { percent, signed } from '../kernel/numbers.ts';
import { judgeCollision } from './collision.ts';
import { misfires } from './misfire.ts';
import type {
  CollisionHit,
  MisfireHit,
  OscillationHit,
  RejectedHit,
  ResidueHit,
  ResiduePattern,
  ResidueThresholds,
  SourceReading,
} from './residue-finding.ts';
import type { ResidueMeasured } from './residue-measured.ts';
import { type ResidueTable, rateAt, thresholdsAt } from './residue-table.ts';
import { type SourceSample, sourceZ } from './source-prior.ts';

/** Effects below this are rounding, nats. */
const LEAST_EFFECT = 1e-5;
/** A chance set does less than the tested one in more than this share of draws, of at least so many. */
const BEATEN = 0.95;
const FEWEST_SETS = 5;
/** ∴ confirmed: its final probability must grow so many times. */
const RESTORED = 3;

type Hits<Each> = Omit<Each, 'falsePositiveRate'>;

/** The two readings of each source on the scales that priors are taken on. */
export function sourceSamples(
  sources: ResidueMeasured['sources'],
  tokens: readonly Token[],
): ({ readonly looked: SourceSample; readonly worth: SourceSample } | null)[] {
  const count = sources.filter((source) => source !== null).length;
  return sources.map((source, position) => {
    if (source === null) return null;
    const where = { text: tokens[position]?.text ?? '', distance: tokens.length - 1 - position };
    return {
      looked: { ...where, value: Math.log(Math.max(1e-6, source.salience) * count) },
      worth: { ...where, value: Math.log(source.effect + LEAST_EFFECT) },
    };
  });
}

/** Each source against what its class and distance let expect. */
export const readSources = (
  sources: ResidueMeasured['sources'],
  tokens: readonly Token[],
  { looked, worth }: Pick<ResidueTable, 'looked' | 'worth'>,
): (SourceReading | null)[] =>
  sourceSamples(sources, tokens).map((sample, position) => {
    const source = sources[position];
    if (sample === null || source === null || source === undefined) return null;
    return { ...source, lookedZ: sourceZ(looked, sample.looked), worthZ: sourceZ(worth, sample.worth) };
  });

/** The hits of a measured prompt, in the order 🝚 ∴ ⇌, each with its rate on shuffled prompts. */
export function residueHits(
  measured: ResidueMeasured,
  tokens: readonly Token[],
  table: ResidueTable,
  { patterns, sensitivity }: { readonly patterns: readonly ResiduePattern[]; readonly sensitivity: number },
): ResidueHit[] {
  const limits = thresholdsAt(table, sensitivity);
  const rated = <Each extends Hits<ResidueHit>>(hit: Each) => ({
    ...hit,
    falsePositiveRate: rateAt(table, sensitivity, hit.pattern, hit.confirmed),
  });
  const found: Record<ResiduePattern, ResidueHit[]> = {
    '🝚': misfireHits(measured, tokens, table, limits).map(rated),
    '∴': rejectedHits(measured, tokens, limits).map(rated),
    '⇌': [
      ...collisionHits(measured, tokens, limits).map(rated),
      ...oscillationHits(measured, tokens, limits).map(rated),
    ],
  };
  return patterns.flatMap((pattern) => found[pattern]);
}

function misfireHits(
  { sources, layers }: ResidueMeasured,
  tokens: readonly Token[],
  table: ResidueTable,
  limits: ResidueThresholds,
): Hits<MisfireHit>[] {
  const readings = readSources(sources, tokens, table);
  return misfires(readings, limits).map(({ position, strength, others, confirmed }) => {
    const gaps = layers.map(({ salience, work }) => (salience[position] ?? 0) - (work[position] ?? 0));
    const { effect = 0, salience = 0 } = readings[position] ?? {};
    return {
      pattern: '🝚',
      form: 'misfire',
      at: { position, layer: gaps.indexOf(Math.max(...gaps)) },
      strength,
      unit: 'standard deviations, looked at minus worth',
      control: misfireControl(effect, others, limits),
      confirmed,
      effect,
      salience,
      others,
    };
  });
}

function misfireControl(
  effect: number,
  others: MisfireHit['others'],
  { others: below }: ResidueThresholds,
): string {
  if (others.length < 2) return 'fewer than two other words are looked at as much: nothing to compare with';
  const least = Math.min(...others.map((other) => other.effect));
  return `hiding it moves the next word by ${nats(effect)}, hiding one of ${others.length} words looked at as much by ${nats(least)} at least (below ${below} × that confirms)`;
}

function rejectedHits(
  { rejected, curves = [] }: ResidueMeasured,
  tokens: readonly Token[],
  { middle, overPrior, gone, back }: ResidueThresholds,
): Hits<RejectedHit>[] {
  return rejected
    .map((each, i) => ({ ...each, probs: curves[i] ?? [] }))
    .filter(({ counted, peak, final }) => {
      const layers = counted.filter(({ prob, over }) => prob >= middle && over >= overPrior);
      return layers.length >= 2 && final < gone * peak;
    })
    .map(({ word, layer, peak, prior, final, strength, probs, suppressors, restored, random }) => ({
      pattern: '∴',
      form: 'residue',
      at: { position: tokens.length - 1, layer },
      strength,
      unit: 'nats above the lens’s prior',
      control:
        restored === null
          ? 'not tested: nothing after the peak speaks against it, or no word of the prompt can be exchanged'
          : `without ${suppressors.map(({ node }) => node.replace(/@.*/, '')).join(', ')} it has ${percent(restored)} instead of ${percent(final)}; ${random.less} of ${random.n} random sets raise it less`,
      confirmed:
        restored !== null &&
        restored >= Math.max(back, RESTORED * final) &&
        random.n >= FEWEST_SETS &&
        random.less > BEATEN * random.n,
      word,
      probs,
      peak,
      prior,
      final,
      suppressors,
      restored,
      random,
    }));
}

function collisionHits(
  { collision, margin }: ResidueMeasured,
  tokens: readonly Token[],
  limits: ResidueThresholds,
): Hits<CollisionHit>[] {
  if (collision?.test === undefined) return [];
  const { supports, opposes, strength, write, test } = collision;
  if (strength < limits.strength || write < limits.write) return [];
  const { flips, doubles, less, confirmed } = judgeCollision(test);
  const name = ({ node }: { readonly node: string }) => node.replace(/@.*/, '');
  return [
    {
      pattern: '⇌',
      form: 'collision',
      at: { position: tokens.length - 1, layer: Number(/^L(\d+)/.exec(opposes.node)?.[1] ?? 0) },
      strength,
      unit: 'smaller write over margin',
      control: `the margin is ${signed(margin)}; without ${name(supports)} ${signed(test.supports)}, without ${name(opposes)} ${signed(test.opposes)}; ${less} of ${test.others.length} other heads neither flip nor double it`,
      confirmed,
      supports: { ...supports, margin: test.supports },
      opposes: { ...opposes, margin: test.opposes },
      flips,
      doubles,
      random: { n: test.others.length, less },
    },
  ];
}

function oscillationHits(
  { oscillation }: ResidueMeasured,
  tokens: readonly Token[],
  { overPrior, middle }: ResidueThresholds,
): Hits<OscillationHit>[] {
  if (oscillation === undefined || oscillation.strength < overPrior || oscillation.least < middle) return [];
  const { words, layers, strength, returner, stays, random } = oscillation;
  return [
    {
      pattern: '⇌',
      form: 'oscillation',
      at: { position: tokens.length - 1, layer: layers[2] },
      strength,
      unit: 'nats above the lens’s prior, the least of the three',
      control:
        returner === undefined
          ? 'not tested: nothing to ablate, or nothing to ablate it to'
          : `without ${returner.node.replace(/@.*/, '')} the flip ${stays ? 'is not taken back' : 'is still taken back'}; ${random.less} of ${random.n} other components leave it so`,
      confirmed: stays && random.n >= FEWEST_SETS && random.less > BEATEN * random.n,
      words,
      layers,
    },
  ];
}

const nats = (x: number): string => `${x >= 0.001 ? x.toPrecision(2) : x.toExponential(0)} nats`;
