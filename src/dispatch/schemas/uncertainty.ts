import { z } from 'zod';
import { MEASURES } from '../../analysis/samples-finding.ts';
import { finding, n } from './pieces.ts';
import { answer, clusters, interval, lens, next, worth } from './samples.ts';

/** See src/analysis/uncertainty-finding.ts. */
export const uncertainty = finding('uncertainty', {
  texts: z.array(z.string()),
  clusters,
  entropy: n('discrete, over the clusters, nats'),
  interval,
  next,
  answer,
  lens,
  temperature: n('of the softmax'),
  seed: z.int(),
  measures: z.array(
    z.strictObject({
      measure: z.enum(MEASURES),
      value: n('in `unit`').nullable(),
      unit: z.enum(['nats', 'logits', 'layer', 'share']),
      worth: worth.nullable(),
    }),
  ),
});
