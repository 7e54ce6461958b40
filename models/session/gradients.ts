import type { Device } from '../../src/kernel/model.ts';
import type { GradientRequest, GradientResult, GradientRules } from '../loaded.ts';
import { joinedHooks, onlyRows, spansOf } from './batches.ts';
import { type Caps, checkRequest } from './check.ts';
import type { ModelContext } from './context.ts';
import { derivedHooks } from './derived.ts';
import { type GradientSession, openGradient } from './gradient.ts';
import { lineInterventions } from './line.ts';
import { gradientRowsAtOnce, gradientTokenCap } from './memory.ts';
import { checkMetric } from './metric-feeds.ts';
import { onDemand } from './on-demand.ts';

/** Gradients under either set of rules. Nothing is opened before the first is asked for. */
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
  const opened = (rules: GradientRules) =>
    onDemand(() => openGradient(context, rules, derived, { ...options, prepack: false }));
  const sessions = { exact: opened('exact'), frozen: opened('frozen') };
  const { model } = context;
  return {
    async run(request, caps) {
      checkRequest(request, model, { ...caps, maxTokens: Math.min(caps.maxTokens, gradientTokenCap(model)) });
      checkMetric(request, model);
      const line = await lineInterventions(context, request);
      const whole = { ...request, interventions: [...line, ...(request.interventions ?? [])] };
      const session = await sessions[request.rules].get();
      const atOnce = gradientRowsAtOnce(model, request.tokens[0]?.length ?? 0);
      const parts: GradientResult[] = [];
      for (const { from, to } of spansOf(request.tokens.length, atOnce))
        parts.push(
          await session.run({ ...onlyRows(whole, from, to), metric: request.metric.slice(from, to) }),
        );
      return joined(parts);
    },
    async close() {
      const closing = (session: GradientSession) => session.close();
      await sessions.exact.close(closing);
      await sessions.frozen.close(closing);
      await derived.close();
    },
  };
}

const joined = (parts: readonly GradientResult[]): GradientResult => ({
  hooks: joinedHooks(parts.map(({ hooks }) => hooks)),
  gradients: joinedHooks(parts.map(({ gradients }) => gradients)),
  metric: Float32Array.from(parts.flatMap(({ metric }) => [...metric])),
});
