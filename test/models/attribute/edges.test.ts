import { afterAll, describe, expect, test } from 'vitest';
import type { AttributeRequest } from '../../../models/loaded.ts';
import type { AttributedEdge } from '../../../src/kernel/attributed.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { gradientGolden, RULES } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';
import { placeNames } from '../../support/place-names.ts';
import { edgeReference } from '../../support/reference-edges.ts';

const STEP = 1e-4;
const SAMPLES = 3; // of each kind of edge

describe.each(CHECKPOINTS)('edges of %s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const reference = await edgeReference(opened.description, opened.weights);
  const random = randomFrom(3);

  describe.each(RULES)('%s', (rules) => {
    const [clean = [], other = []] = tokens.map((row) => row.slice(0, 5));
    const [, terms = []] = metric; // it reads two positions
    const shares = [0.3, 1];
    const request: AttributeRequest = {
      tokens: clean,
      metric: terms,
      rules,
      points: shares.map((share) => ({ from: other, share })),
      edges: { top: 1e6 },
    };
    const named = placeNames({ ...model.facts, tokens: clean.length });

    const points = shares.map((share) =>
      clean.map((token, t) => {
        const start = reference.embedding(other[t] ?? 0);
        return reference.embedding(token).map((x, i) => share * x + (1 - share) * (start[i] ?? 0));
      }),
    );
    const runs = points.map((embedded) => reference.run(embedded, terms));
    const sent = runs.at(-1)?.sent;

    /** Own outputs times the slope of the metric as one input of one receiver is moved along them. */
    function slowly({ from, to, via }: AttributedEdge): number {
      const [sender, receiver] = [named(from), named(to)];
      const added = sent?.get(sender.name) ?? [];
      const slopes = points.map((embedded, point) => {
        const frozen = rules === 'frozen' ? runs[point]?.constants : undefined;
        const moved = (step: number): number => {
          const edit = { via, ...receiver, source: sender.position, added: added.map((x) => step * x) };
          return reference.run(embedded, terms, edit, frozen).metric;
        };
        return (moved(STEP) - moved(-STEP)) / (2 * STEP);
      });
      return slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    }

    test('are the slopes of a plain model with one input of one receiver moved', async () => {
      const { edges } = await model.attribute(request);
      const list = edges?.list ?? [];
      const kinds = [...new Set(list.map(({ via }) => via))];
      const expected =
        rules === 'exact' ? ['key', 'logit', 'mlp', 'query', 'value'] : ['logit', 'mlp', 'value'];
      expect([...kinds].sort()).toEqual(expected);
      for (const via of kinds) {
        const all = list.filter((edge) => edge.via === via);
        const largest = Math.max(...all.map(({ score }) => Math.abs(score)));
        const strongest = [...all].sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).slice(0, 1);
        const some = Array.from({ length: SAMPLES }, () => all[Math.floor(random() * all.length)] ?? fail());
        for (const edge of [...strongest, ...some])
          expect(
            Math.abs(edge.score - slowly(edge)) / largest,
            `${named(edge.from).name} → ${named(edge.to).name} via ${via}`,
          ).toBeLessThan(1e-4);
      }
    });
  });
});

function fail(): never {
  throw new Error('no such edge');
}
