import type { Device } from '../../src/kernel/model.ts';
import type { GradientRequest, GradientResult } from '../loaded.ts';
import { joinedHooks, onlyRows, spansOf } from './batches.ts';
import { type Caps, checkRequest } from './check.ts';
import type { ModelContext } from './context.ts';
import { derivedHooks } from './derived.ts';
import { openGradient } from './gradient.ts';
import { lineInterventions } from './line.ts';
import { gradientRowsAtOnce, gradientTokenCap } from './memory.ts';
import { checkMetric } from './metric-feeds.ts';
import { onDemand } from './on-demand.ts';

/**
 * Gradients under either set of rules, in one session that opens when the first is asked for. Its
 * weights are packed for the way there and mapped for the way back: packed both ways it takes another
 * half gigabyte of a small model and is hardly faster, mapped both ways it is a quarter slower.
 */
export interface Gradients {
  /** @throws {ModelError} see LoadedModel.gradients */
  run(request: GradientRequest, caps: Caps): Promise<GradientResult>;
  close(): Promise<void>;
}

export function gradientSessions(
  context: ModelContext,
  options: { readonly device: Device; readonly threads?: number },
): Gradients {
  const derived = derivedHooks(context);
  const open = (device: Device) => openGradient(context, derived, { ...options, device, prepack: true });
  const opened = onDemand(() =>
    open(options.device).catch((error) => {
      if (options.device === 'cpu') throw error;
      return open('cpu'); // a device that runs the model forwards need not have every operator back
    }),
  );
  const { model } = context;
  return {
    async run(request, caps) {
      checkRequest(request, model, { ...caps, maxTokens: Math.min(caps.maxTokens, gradientTokenCap(model)) });
      checkMetric(request, model);
      const line = await lineInterventions(context, request);
      const whole = { ...request, interventions: [...line, ...(request.interventions ?? [])] };
      const session = await opened.get();
      const atOnce = gradientRowsAtOnce(model, request.tokens[0]?.length ?? 0);
      const parts: GradientResult[] = [];
      for (const { from, to } of spansOf(request.tokens.length, atOnce))
        parts.push(
          await session.run({ ...onlyRows(whole, from, to), metric: request.metric.slice(from, to) }),
        );
      return joined(parts);
    },
    async close() {
      await opened.close((session) => session.close());
      await derived.close();
    },
  };
}

const joined = (parts: readonly GradientResult[]): GradientResult => ({
  hooks: joinedHooks(parts.map(({ hooks }) => hooks)),
  gradients: joinedHooks(parts.map(({ gradients }) => gradients)),
  metric: Float32Array.from(parts.flatMap(({ metric }) => [...metric])),
});
