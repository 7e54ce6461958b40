import type { TokenId } from '../../src/kernel/ids.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { ModelError } from '../errors.ts';
import { similarityGraph } from '../graph/similarity.ts';
import type { TokenTable } from '../loaded.ts';
import type { ModelContext } from './context.ts';
import { dataOf } from './derived.ts';
import { int64 } from './feeds.ts';
import { onDemand } from './on-demand.ts';
import { openSession } from './runtime.ts';

export interface SimilaritySession {
  /** @throws {ModelError} `token-outside-vocabulary` */
  compare(tokens: readonly TokenId[], table: TokenTable): Promise<Tensor>;
  close(): Promise<void>;
}

/** One session a table, opened when it is first asked about; where the tables are one, the session is. */
export function similaritySession({ family, model, weights, folder }: ModelContext): SimilaritySession {
  const opening = (table: string) =>
    onDemand(async () => {
      const graph = similarityGraph(table, weights);
      return { graph, session: await openSession(graph.spec, folder, { device: 'cpu', prepack: false }) };
    });
  const embedding = opening(family.weights.embedding);
  const unembedding = model.tied ? embedding : opening(family.weights.unembedding(model));
  return {
    async compare(tokens, table) {
      checkTokens(tokens, model.vocab);
      if (tokens.length === 0) return tensor([0, model.vocab], new Float32Array(0));
      const { graph, session } = await (table === 'embedding' ? embedding : unembedding).get();
      const outputs = await session.run(new Map([['tokens', int64([tokens.length], tokens)]]), [
        graph.output,
      ]);
      return tensor([tokens.length, model.vocab], dataOf(outputs, graph.output));
    },
    async close() {
      await embedding.close(({ session }) => session.close());
      await unembedding.close(({ session }) => session.close());
    },
  };
}

function checkTokens(tokens: readonly TokenId[], vocab: number): void {
  const outside = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocab);
  if (outside === undefined) return;
  throw new ModelError({
    code: 'token-outside-vocabulary',
    what: `Token ${outside} is not one of the model's ${vocab}.`,
    fix: `Name tokens by ids from 0 to ${vocab - 1}.`,
  });
}
