import type { LoadedModel } from '../../models/loaded.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { type Gate, holdRun } from '../support/gate.ts';
import { HAZARD } from '../support/hazards.ts';
import { tinyModel } from '../support/tiny-model.ts';
import { runnerContract } from './runner-contract.ts';

function heldAt(gate: Gate | undefined): LoadedModel {
  const model = tinyModel();
  return {
    ...model,
    async forward(request) {
      if (gate !== undefined && request.tokens[0]?.[0] === HAZARD.hold) await holdRun(gate);
      return model.forward(request);
    },
  };
}

runnerContract(async ({ gate, limits } = {}) => inlineRunner(heldAt(gate), limits));
