import type { Readout } from '../kernel/trace.ts';
import type { HeadAddress } from './attention.ts';
import type { DirectFinding, WritesFinding } from './findings.ts';

/**
 * What single heads write at the answering position: the words whose logits their output raises and
 * lowers most, with the final norm's scale of this run (a linear map, so the numbers add up).
 *
 * @param shown    heads, in the order of the readout's rows
 * @param readout  each head's `z W_O` at the answering position, read with the run's own scale
 * @param scores   direct attribution, for each head's score and the tokens it read
 * @see Elhage et al. 2021 (OV circuit)
 */
export function writes(
  shown: readonly HeadAddress[],
  readout: Readout,
  scores: DirectFinding,
): WritesFinding {
  const position = scores.metric.position;
  const scoreOf = new Map(scores.parts.map(({ node, score }) => [node, score]));
  const readFrom = new Map<string, number[]>();
  for (const { node, from, score } of scores.paths) {
    const row = readFrom.get(node) ?? [];
    row[from] = score;
    readFrom.set(node, row);
  }
  return {
    kind: 'writes',
    method: 'each head’s output read through the unembedding, final norm frozen at this run (Elhage 2021)',
    unit: 'logits',
    control: 'per head, the shares read from each token sum to its score on the metric',
    caveats: [
      'OV side: direct writes only; a head may matter more through what later layers make of its output.',
    ],
    position,
    heads: shown.map(({ layer, head }, row) => {
      const name = `L${layer}H${head}`;
      return {
        head: name,
        score: scoreOf.get(`${name}@${position}`) ?? Number.NaN,
        up: (readout.top[row] ?? []).map(({ token, logit }) => ({ token, logit })),
        down: (readout.bottom[row] ?? []).map(({ token, logit }) => ({ token, logit })),
        from: readFrom.get(`${name}@${position}`) ?? [],
      };
    }),
  };
}
