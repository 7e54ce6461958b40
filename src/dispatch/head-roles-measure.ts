import { type Probe, roleProbe } from '../analysis/probe.ts';
import { FLOOR, type HeadMeasured, roleHeads } from '../analysis/roles.ts';
import { lookingScores } from '../analysis/roles-attention.ts';
import { copyingScores } from '../analysis/roles-copying.ts';
import type { RolesFinding } from '../analysis/roles-finding.ts';
import { rolesFinding } from '../analysis/roles-report.ts';
import { firstWrite } from '../analysis/roles-sink.ts';
import { predictedScores, predictedTokens } from '../analysis/roles-suppression.ts';
import type { TokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { type Circuits, circuitOf, outputCircuits } from './head-roles-circuits.ts';
import { headsOf, type RepeatEffects, repeatEffects, repeatLogProbs } from './head-roles-effects.ts';
import { leadTokens, ordinaryTokens } from './head-roles-pool.ts';
import { type ProbeRuns, probeRuns } from './head-roles-runs.ts';

const POOL = 96;
const SEQUENCES = 6;
const HALF = 24;

/** Multiply-adds (weights × ablated rows) that the effects may take: about 20 s on two cores. */
const EFFECT_WORK = 6e10;

/** What every head does on random tokens, measured now; see headRoles for what is kept. */
export async function measureRoles(ask: Ask): Promise<RolesFinding> {
  const pool = await ordinaryTokens(ask, POOL);
  const lead = await leadTokens(ask);
  const half = Math.min(HALF, Math.floor(pool.length / 2));
  const probe = roleProbe(pool, lead, { sequences: SEQUENCES, half, seed: ask.seed });
  const runs = await probeRuns(ask, probe);
  const circuits = await outputCircuits(ask, pool);
  const effects = await repeatEffects(ask, probe, probe.repeated.slice(0, effectRows(ask)), runs.means);
  const fresh = await Promise.all(
    probe.fresh.map((row) => repeatLogProbs(ask, probe, row, [[]], runs.means)),
  );
  const gram = await ask.runner.outputGram(ask.options);
  const { heads, null99 } = roleHeads(headsMeasured(ask, probe, pool, { runs, circuits, effects, gram }));
  return rolesFinding({
    heads,
    floor: FLOOR,
    null99,
    probe: {
      sequences: SEQUENCES,
      half,
      pool: pool.length,
      seed: ask.seed,
      repeat: effects.repeat,
      fresh: fresh.flat().reduce((sum, x) => sum + x / fresh.length, 0),
      effectTokens: effects.tokens,
    },
  });
}

/** Sequences on which every head is ablated: all of them in a small model, one in a large. */
function effectRows({ model }: Ask): number {
  const work = model.parameters * model.layers * model.heads;
  return Math.max(1, Math.min(SEQUENCES, Math.floor(EFFECT_WORK / work)));
}

function headsMeasured(
  ask: Ask,
  probe: Probe,
  pool: readonly TokenId[],
  found: { runs: ProbeRuns; circuits: Circuits; effects: RepeatEffects; gram: Tensor },
): HeadMeasured[] {
  const { runs, circuits, effects, gram } = found;
  const random = randomFrom(ask.seed + 1);
  const direction = new Map(
    pool.map((id, i) => [id, circuits.directions[i]?.direction ?? new Float32Array()]),
  );
  const predicted = runs.entering.map((state) => predictedTokens(probe, state, direction, random));
  return headsOf(ask).map(({ layer, head }, i) => {
    const repeated = runs.repeated[layer] ?? runs.nothing;
    const keyHead = Math.floor(head / (ask.model.heads / ask.model.kvHeads));
    const { copying, suppression } = copyingScores(circuitOf(circuits, layer, head), random);
    return {
      layer,
      head,
      roles: {
        ...lookingScores(probe, { repeated, fresh: runs.fresh[layer] ?? runs.nothing }, head, random),
        copying,
        suppression,
      },
      predicted: predictedScores(predicted[layer] ?? { at: [] }, repeated, head),
      firstWrite: firstWrite(runs.values[layer] ?? runs.nothing, keyHead, at(gram, layer, head)),
      effect: effects.effects[i] ?? Number.NaN,
    };
  });
}
