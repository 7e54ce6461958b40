import type { Finding } from '../../src/analysis/findings.ts';
import type { SelfLayer, SelfReading, SelfWord } from '../../src/analysis/self-finding.ts';
import { crossingOf } from '../../src/analysis/self-reading.ts';
import { selfFinding } from '../../src/analysis/self-report.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import type { Reply } from '../../src/kernel/reply.ts';
import { type SampleShape, sampleReply } from './sample-reply.ts';

/** FIXTURE. Readings of states whose probabilities come from a seeded generator: no model was run. */
export function sampleSelf(shape: SampleShape): Reply<Finding> {
  const random = randomFrom((shape.seed ?? 1) + 9);
  const { tokens, layers, heads, silent = false } = shape;
  const word = (text: string, i: number): Token => ({ id: tokenId(i + 1), text });
  const token = word(tokens.at(-1) ?? '', 0);
  const answer = word(shape.answer ?? ' Mary', 1);
  const others = [...(shape.rivals ?? [' the', ' a']), ' hello'].map((text, i) => word(text, i + 2));
  const layerOf = (target: Token, strength: number): SelfLayer => {
    const prob = silent ? 0 : strength * random();
    const top = [target, ...others]
      .slice(0, 3)
      .map((each, i) => ({ ...each, prob: i === 0 ? prob : prob / (2 + i) }));
    const given = random() < 0.3 ? 'random' : random() < 0.3 ? 'unpatched' : null;
    return {
      top: random() < 0.5 ? top : top.toReversed(),
      target: prob,
      random: silent ? 0 : 0.1 * random() ** 3,
      control: { random: silent ? 0 : random() ** 4, unpatched: silent ? 0 : random() ** 4 },
      given,
    };
  };
  const reading = (name: SelfReading['reading'], target: Token): SelfReading => {
    const late = (layer: number) => (layer + 1) / layers;
    const all = Array.from({ length: layers }, (_, layer) =>
      layerOf(target, name === 'says' ? late(layer) : 1 - late(layer)),
    );
    const strongest = silent ? null : Math.floor(random() * layers);
    const unpatched = { top: { ...(others[0] ?? target), prob: silent ? 0 : 0.2 }, target: 0 };
    return { reading: name, target, unpatched, strongest, shown: strongest ?? layers - 1, layers: all };
  };
  const readings = [reading('is', token), reading('says', answer)];
  const [is, says] = readings;
  const node = (i: number) => `L${(i * 7) % layers}H${i % heads}@${tokens.length - 1}`;
  const beside = (name: 'is' | 'says', source: SelfWord['source'], where: string, i: number): SelfWord => ({
    beside: name,
    source,
    where,
    word: others[i % others.length] ?? token,
    ...(source === 'trace' && { score: 3 * random() - 1 }),
    agrees: random() < 0.5,
  });
  const finding = selfFinding({
    position: tokens.length - 1,
    token,
    answer: { ...answer, prob: silent ? 0 : 0.92 },
    identity: { text: 'cat -> cat\n1135 -> 1135\nhello -> hello\n? ->', fits: 'any text' },
    asked: 'auto',
    readings,
    crosses: crossingOf(is?.layers ?? [], says?.layers ?? []),
    random: { vectors: 4, seed: 0 },
    words: [
      beside('is', 'token', 'token 3', 0),
      beside('is', 'lens', 'logit lens, layer 3', 1),
      beside('says', 'answer', 'the model’s answer', 2),
      beside('says', 'lens', 'logit lens, layer 9', 3),
      ...[0, 1, 2].map((i) => beside('says', 'trace', node(i), i)),
    ],
    lens: {
      name: 'logit',
      layers: Array.from({ length: layers }, () => ({ top: token, answer: silent ? 0 : random() })),
      settles: random() < 0.5 ? null : Math.floor(layers / 2),
    },
  });
  const reply = sampleReply(shape);
  return { ...reply, command: '.p/reflect.self', findings: [finding], caveats: finding.caveats };
}
