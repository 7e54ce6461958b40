import type { HeadAddress } from '../analysis/attention.ts';
import { type Probe, roleProbe } from '../analysis/probe.ts';
import { FLOOR, type HeadMeasured, roleHeads } from '../analysis/roles.ts';
import { lookingScores } from '../analysis/roles-attention.ts';
import { copyingScores } from '../analysis/roles-copying.ts';
import type { RolesFinding } from '../analysis/roles-finding.ts';
import { rolesFinding } from '../analysis/roles-report.ts';
import { firstWrite } from '../analysis/roles-sink.ts';
import { predictedScores, predictedTokens } from '../analysis/roles-suppression.ts';
import { randomFrom } from '../kernel/random.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { tooFewTokens } from './errors.ts';
import { circuitOf, outputCircuits } from './head-roles-circuits.ts';
import { headsOf, repeatEffects, repeatLogProbs } from './head-roles-effects.ts';
import { leadTokens, ordinaryTokens } from './head-roles-pool.ts';
import { probeRuns } from './head-roles-runs.ts';

const POOL = 96;
const SEQUENCES = 6;
const HALF = 24;

/** Sequences on which heads are ablated, at most; and weights × ablated rows that this may take: half a minute on two cores. */
const EFFECT_SEQUENCES = 3;
const EFFECT_WORK = 6e10;

/** What every head does on random tokens, measured now; see headRoles for what is kept. */
export async function measureRoles(ask: Ask): Promise<RolesFinding> {
  const { probe, pool, means, scored } = await roleScores(ask);
  const rows = probe.repeated.slice(0, sequencesFor(ask));
  const { effects, repeat, tokens } = await repeatEffects(ask, probe, rows, means);
  const fresh: number[] = [];
  for (const row of probe.fresh) fresh.push(...(await repeatLogProbs(ask, probe, row, [[]], means)));
  return rolesFinding({
    ...roleHeads(scored.map((head, i) => ({ ...head, effect: effects[i] ?? 0 }))),
    floor: FLOOR,
    probe: {
      sequences: SEQUENCES,
      half: probe.half,
      pool,
      seed: ask.seed,
      repeat,
      fresh: fresh.reduce((sum, x) => sum + x / fresh.length, 0),
      effectTokens: tokens,
    },
  });
}

/** Three in a small model, one in a large. */
function sequencesFor({ model }: Ask): number {
  const work = model.parameters * model.layers * model.heads;
  return Math.max(1, Math.min(EFFECT_SEQUENCES, Math.floor(EFFECT_WORK / work)));
}

export interface RoleScores {
  readonly probe: Probe;
  /** Tokens among which copying is counted. */
  readonly pool: number;
  /** By layer, `[head, headWidth]`: what an ablated head puts out. */
  readonly means: readonly Tensor[];
  /** Layer by layer. */
  readonly scored: readonly Omit<HeadMeasured, 'effect'>[];
}

/** Every head's scores and nulls, without any ablation. */
export async function roleScores(ask: Ask): Promise<RoleScores> {
  const pool = await ordinaryTokens(ask, POOL);
  const lead = await leadTokens(ask);
  const half = Math.min(HALF, Math.floor(Math.min(pool.length, ask.model.maxTokens - lead.length) / 2));
  if (half < 4) throw tooFewTokens(pool.length, ask.model.maxTokens);
  const probe = roleProbe(pool, lead, { sequences: SEQUENCES, half, seed: ask.seed });
  const runs = await probeRuns(ask, probe);
  const circuits = await outputCircuits(ask, pool);
  const gram = await ask.runner.outputGram(ask.options);
  const random = randomFrom(ask.seed + 1);
  const direction = new Map(pool.map((id, i) => [id, circuits.directions[i]?.direction ?? NONE]));
  const predicted = runs.entering.map((state) => predictedTokens(probe, state, direction, random));
  const scoresOf = ({ layer, head }: HeadAddress) => {
    const repeated = runs.repeated[layer] ?? runs.nothing;
    const fresh = runs.fresh[layer] ?? runs.nothing;
    const keyHead = Math.floor(head / (ask.model.heads / ask.model.kvHeads));
    const looking = lookingScores(probe, { repeated, fresh }, head, random);
    const writing = copyingScores(circuitOf(circuits, layer, head), random);
    return {
      layer,
      head,
      roles: { ...looking, ...writing },
      predicted: predictedScores(predicted[layer] ?? { at: [] }, repeated, head),
      firstWrite: firstWrite(runs.values[layer] ?? runs.nothing, keyHead, at(gram, layer, head)),
    };
  };
  return { probe, pool: pool.length, means: runs.means, scored: headsOf(ask).map(scoresOf) };
}

const NONE = new Float32Array(0);
