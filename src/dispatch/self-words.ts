import type { AttributionFinding } from '../analysis/findings.ts';
import { sameWord } from '../analysis/identity-prompt.ts';
import { finalScale, zOf } from '../analysis/leading-heads.ts';
import type { SelfFinding, SelfReading, SelfWord } from '../analysis/self-finding.ts';
import { blockHook, type HookName } from '../kernel/hooks.ts';
import { at, type Tensor, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { AskHere } from './command.ts';
import { isReply } from './schema.ts';

/** Leading nodes of the last trace whose words are shown. */
const NODES = 3;

/** A head or MLP that the last trace of this very prompt scored at the position read. */
export interface TracedNode {
  readonly id: string;
  readonly layer: number;
  /** Undefined: the MLP. */
  readonly head: number | undefined;
  readonly score: number;
}

/** The leading nodes there, by |score|; none where no trace of this prompt on this model is remembered. */
export async function tracedNodes({ here, model, prompt }: AskHere, position: number): Promise<TracedNode[]> {
  const reply = await here.session.lastReply('reflect.trace');
  if (reply === undefined || !isReply(reply) || reply.model?.name !== model.name) return [];
  const ids = reply.prompt.tokens.map(({ id }) => id);
  if (ids.length !== prompt.tokens.length || ids.some((id, i) => prompt.tokens[i]?.id !== id)) return [];
  const graph = reply.findings.find((each): each is AttributionFinding => each.kind === 'attribution');
  return (graph?.nodes ?? [])
    .flatMap(({ id, score }) => {
      const [, head, mlp, place] = /^(L\d+H\d+|M(\d+))@(\d+)$/.exec(id) ?? [];
      if (Number(place) !== position || head === undefined) return [];
      const [, layer, index] = /^L(\d+)H(\d+)$/.exec(head) ?? [];
      return [
        { id, layer: Number(layer ?? mlp), head: index === undefined ? undefined : Number(index), score },
      ];
    })
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, NODES);
}

/** Hooks that the words of nodes are read from. */
export const nodeHooks = (nodes: readonly TracedNode[]): HookName[] =>
  nodes.length === 0
    ? []
    : [
        'ln_final.hook_scale',
        ...nodes.map(({ layer, head }) =>
          blockHook(layer, head === undefined ? 'hook_mlp_out' : 'attn.hook_z'),
        ),
      ];

/** Beside the two readings: the token itself, the answer, the lens at the same layer, and what leading nodes write. */
export async function selfWords(
  { runner, options }: Pick<AskHere, 'runner' | 'options'>,
  trace: Trace,
  found: Pick<SelfFinding, 'position' | 'token' | 'answer' | 'lens' | 'readings'>,
  nodes: readonly TracedNode[],
): Promise<SelfWord[]> {
  const written = await writtenBy({ runner, options }, trace, found.position, nodes);
  return found.readings.flatMap((reading) => {
    const { token, answer, lens } = found;
    const own =
      reading.reading === 'is'
        ? { source: 'token' as const, where: `token ${found.position}`, word: token }
        : {
            source: 'answer' as const,
            where: 'the model’s answer',
            word: { id: answer.id, text: answer.text },
          };
    const top = lens.layers[reading.shown]?.top;
    const read = { source: 'lens' as const, where: `${lens.name} lens, layer ${reading.shown}` };
    return [
      beside(reading, own),
      ...(top === undefined ? [] : [beside(reading, { ...read, word: top })]),
      ...(reading.reading === 'is' ? [] : written.map((word) => beside(reading, word))),
    ];
  });
}

function beside(
  { reading, shown, layers }: SelfReading,
  word: Omit<SelfWord, 'beside' | 'agrees'>,
): SelfWord {
  const first = layers[shown]?.top[0];
  return { beside: reading, ...word, agrees: first !== undefined && sameWord(first, word.word) };
}

/** The word that each node's own output raises most. */
async function writtenBy(
  { runner, options }: Pick<AskHere, 'runner' | 'options'>,
  trace: Trace,
  position: number,
  nodes: readonly TracedNode[],
): Promise<Omit<SelfWord, 'beside' | 'agrees'>[]> {
  if (nodes.length === 0) return [];
  const { width } = trace.model;
  const data = new Float32Array(nodes.length * width);
  for (const [i, node] of nodes.entries()) data.set(await written(node), i * width);
  const scales = nodes.map(() => finalScale(trace, position));
  const { top } = await runner.readout(tensor([nodes.length, width], data), { top: 1, scales }, options);
  return nodes.flatMap(({ id, score }, i) => {
    const word = top[i]?.[0]?.token;
    return word === undefined ? [] : [{ source: 'trace' as const, where: id, word, score }];
  });

  async function written({ layer, head }: TracedNode): Promise<Float32Array> {
    if (head === undefined) return at(hookIn(trace, blockHook(layer, 'hook_mlp_out')), 0, position).data;
    const z = zOf(trace, { layer, head }, position);
    return (await runner.headWrites([{ layer, head, z }], options)).data;
  }
}

function hookIn(trace: Trace, name: HookName): Tensor {
  const found = trace.hooks.get(name);
  if (found === undefined) throw new RangeError(`a trace without ${name}`);
  return found;
}
