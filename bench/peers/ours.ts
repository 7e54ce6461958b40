/**
 * Our side of compare.py, in a process of its own. Arguments: the weights (a GGUF or a folder), a
 * folder to lay out for the others (the same weights by a link, and their configuration), and threads.
 *
 * Then each line of stdin `{"tokens": [...], "hooks": "logits" | "trace" | "all"}` is one run, answered by
 * `{"ms": …, "last": …}`: the time of the run, and the likeliest next token so that both sides can be seen to agree.
 * `{"tokens": [...], "rules": "exact" | "frozen", "metric": [a, b]}` is one run there and back, of the logit
 * difference at the last token, answered by `{"ms": …, "cpu": …, "length": …}`: processor time, and length of the gradient at the embeddings.
 */
import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ModelDescription } from '../../models/description.ts';
import { openWeights } from '../../models/formats/open.ts';
import type { GradientRules } from '../../models/loaded.ts';
import { traceHooks } from '../../models/session/bench-hooks.ts';
import { loadModel } from '../../models/session/load.ts';
import { allHooks } from '../../src/kernel/hooks.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { norm } from '../../src/kernel/tensor.ts';

const [, , weightsPath, folder, threads] = process.argv;
if (weightsPath === undefined || folder === undefined)
  throw new Error('usage: ours.ts WEIGHTS FOLDER [THREADS]');
const cacheFolder = join(folder, '.cache');
const opened = await openWeights(weightsPath, { cacheFolder });
const model = await loadModel(opened, {
  device: 'cpu',
  name: 'ours',
  source: weightsPath,
  cacheFolder,
  ...(threads === undefined ? {} : { threads: Number(threads) }),
});
await layOut(folder);
console.log('ready');

const { layers, vocab } = model.facts;
const SETS = {
  logits: ['logits'],
  trace: traceHooks(layers),
  // What run_with_cache keeps: all but each head's own write, which it too makes only on demand.
  all: allHooks(layers).filter((hook) => !hook.endsWith('hook_result')),
};

interface Forwards {
  readonly tokens: number[];
  readonly hooks: keyof typeof SETS;
  readonly everyLogit: boolean;
}
interface Backwards {
  readonly tokens: number[];
  readonly rules: GradientRules;
  readonly metric: readonly [number, number];
}

/** What node scores are made of. */
const NODES = allHooks(layers).filter((hook) => /hook_z$|hook_mlp_out$/.test(hook));

for await (const line of createInterface({ input: process.stdin })) {
  const ask: Forwards | Backwards = JSON.parse(line);
  console.log(JSON.stringify('rules' in ask ? await backwards(ask) : await forwards(ask)));
}
await model.close();

async function forwards({ tokens, hooks, everyLogit }: Forwards) {
  const request = {
    tokens: [tokens.map(tokenId)],
    hooks: SETS[hooks],
    ...(everyLogit ? {} : { logitPositions: [tokens.length - 1] }),
  };
  const start = performance.now();
  const run = await model.forward(request);
  const ms = performance.now() - start;
  const logits = run.hooks.get('logits')?.data.slice(-vocab) ?? new Float32Array();
  return { ms, last: logits.reduce((best, logit, id) => (logit > (logits[best] ?? 0) ? id : best), 0) };
}

async function backwards({ tokens, rules, metric: [a, b] }: Backwards) {
  const position = tokens.length - 1;
  const metric = [
    { token: tokenId(a), position, weight: 1 },
    { token: tokenId(b), position, weight: -1 },
  ];
  const gradients = ['hook_embed', ...NODES];
  const [start, used] = [performance.now(), process.cpuUsage()];
  const run = await model.gradients({
    tokens: [tokens.map(tokenId)],
    metric: [metric],
    rules,
    hooks: NODES,
    gradients,
  });
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  return {
    ms,
    cpu: (user + system) / 1000,
    length: norm(run.gradients.get('hook_embed')?.data ?? new Float32Array(0)),
  };
}

/** A folder in Hugging Face's layout that holds the very file our session maps. */
async function layOut(into: string): Promise<void> {
  const [file, ...more] = new Set(Array.from(opened.weights.tensors.values(), (place) => place.file));
  if (file === undefined || more.length > 0) throw new Error('one weight file is wanted');
  await mkdir(into, { recursive: true });
  const path = join(into, 'model.safetensors');
  await rm(path, { force: true });
  await link(file, path).catch(() => symlink(file, path));
  await writeFile(join(into, 'config.json'), JSON.stringify(configOf(opened.description), null, 2));
}

function configOf(d: ModelDescription): Record<string, unknown> {
  if (d.family !== 'llama') throw new Error('a Llama is wanted');
  if (d.rope.scaling !== undefined) throw new Error('a model with plain rotation is wanted');
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: d.width,
    intermediate_size: d.mlpWidth,
    num_hidden_layers: d.layers,
    num_attention_heads: d.heads,
    num_key_value_heads: d.kvHeads,
    head_dim: d.headWidth,
    vocab_size: d.vocab,
    max_position_embeddings: d.context,
    rms_norm_eps: d.normEpsilon,
    rope_theta: d.rope.theta,
    hidden_act: d.activation,
    tie_word_embeddings: d.tied,
    attention_bias: d.qkvBias,
    mlp_bias: d.mlpBias,
    dtype: 'float32',
  };
}
