import type { ModelDescription } from '../description.ts';
import { statFile, withFile } from './byte-source.ts';
import { checkWeights } from './check-weights.ts';
import { dequantise } from './dequantise.ts';
import { describeGguf } from './describe-gguf.ts';
import { expandGguf } from './expand.ts';
import { type GgufFile, readGguf } from './gguf.ts';
import { ggufByHuggingFaceName, ROPE_DIVISORS } from './gguf-names.ts';
import type { GgufType } from './gguf-types.ts';
import type { OpenedWeights } from './opened.ts';
import { type VerifyOptions, verified } from './verify.ts';

/** A GGUF file: described, checked against its description, expanded once. See openWeights. */
export async function openGguf(path: string, options: VerifyOptions): Promise<OpenedWeights> {
  const file = await readGguf(path);
  const description = await describe(file);
  checkWeights({ tensors: ggufByHuggingFaceName(file) }, description, path);
  const { size } = await statFile(path);
  const fingerprint = await verified(path, [{ length: size }], options);
  const weights = await expandGguf(file, description, { ...options, fingerprint });
  const quantised = quantisedAs(file);
  return {
    description,
    weights,
    tokenizerSource: { kind: 'gguf', file },
    fingerprint,
    ...(quantised !== undefined && { quantised }),
  };
}

/** Files of Llama 3.1 and later keep the scaling of their rotation in a tensor. */
async function describe(file: GgufFile): Promise<ModelDescription> {
  const place = file.tensors.get(ROPE_DIVISORS);
  if (place === undefined) return describeGguf(file);
  const bytes = await withFile(file.path, ({ read }) => read(place.offset, place.length));
  return describeGguf(file, dequantise(place.type, bytes));
}

const FLOATS: readonly GgufType[] = ['F32', 'F16', 'BF16'];

/** The quantised type that most bytes of the file are; undefined when all are floats. */
function quantisedAs({ tensors }: GgufFile): GgufType | undefined {
  const bytes = new Map<GgufType, number>();
  for (const { type, length } of tensors.values()) bytes.set(type, (bytes.get(type) ?? 0) + length);
  const [most] = [...bytes].filter(([type]) => !FLOATS.includes(type)).sort(([, a], [, b]) => b - a);
  return most?.[0];
}
