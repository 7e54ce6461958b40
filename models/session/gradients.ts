import { tokenId } from '../../src/kernel/ids.ts';
import type { Device } from '../../src/kernel/model.ts';
import type { GradientRequest, GradientResult } from '../loaded.ts';
import { joinedHooks, onlyRows, spansOf } from './batches.ts';
import { type Caps, checkRequest } from './check.ts';
import type { ModelContext } from './context.ts';
import { notHad } from './device.ts';
import type { ForwardSession } from './forward.ts';
import { type GradientSession, openGradient } from './gradient.ts';
import { lineInterventions } from './line.ts';
import { gradientRowsAtOnce, gradientTokenCap } from './memory.ts';
import { checkMetric } from './metric-feeds.ts';
import { onDemand } from './on-demand.ts';

/** Gradients under either set of rules. What the way back needs opens when the first is asked for. */
export interface Gradients {
  /** @throws {ModelError} see LoadedModel.gradients */
  run(request: GradientRequest, caps: Caps): Promise<GradientResult>;
  close(): Promise<void>;
}

type SessionPlace = { readonly device: Device; readonly threads?: number };

export function gradientSessions(
  context: ModelContext,
  forward: ForwardSession,
  options: SessionPlace,
): Gradients {
  const opened = onDemand(() => openOrFallBack(context, forward, options));
  const { model } = context;
  return {
    async run(request, caps) {
      checkRequest(request, model, { ...caps, maxTokens: Math.min(caps.maxTokens, gradientTokenCap(model)) });
      checkMetric(request, model);
      const line = await lineInterventions(context, request);
      const whole = { ...request, interventions: [...line, ...(request.interventions ?? [])] };
      const { session, notes } = await opened.get();
      const atOnce = gradientRowsAtOnce(model, request.tokens[0]?.length ?? 0);
      const parts: GradientResult[] = [];
      for (const { from, to } of spansOf(request.tokens.length, atOnce))
        parts.push(
          await session.run({ ...onlyRows(whole, from, to), metric: request.metric.slice(from, to) }),
        );
      return { ...joined(parts), ...(notes.length === 0 ? {} : { notes }) };
    },
    async close() {
      await opened.close(({ session }) => session.close());
    },
  };
}

/** A device that runs the model forwards need not have every operator back: then the processor goes back, and a note says so. */
async function openOrFallBack(
  context: ModelContext,
  forward: ForwardSession,
  options: SessionPlace,
): Promise<{ readonly session: GradientSession; readonly notes: readonly string[] }> {
  const open = (device: Device) => openGradient(context, forward, { ...options, device, prepack: true });
  if (options.device === 'cpu') return { session: await open('cpu'), notes: [] };
  try {
    const session = await open(options.device);
    await session.run(ONE_TOKEN).catch((error) => session.close().finally(() => Promise.reject(error)));
    return { session, notes: [] };
  } catch (error) {
    const note = `${notHad(options.device, error)} for gradients; they are taken on the processor.`;
    return { session: await open('cpu'), notes: [note] };
  }
}

/** Some operators fail only when they run. */
const ONE_TOKEN: GradientRequest = {
  tokens: [[tokenId(0)]],
  metric: [[]],
  rules: 'exact',
  hooks: [],
  gradients: [],
};

const joined = (parts: readonly GradientResult[]): GradientResult => ({
  hooks: joinedHooks(parts.map(({ hooks }) => hooks)),
  gradients: joinedHooks(parts.map(({ gradients }) => gradients)),
  metric: Float32Array.from(parts.flatMap(({ metric }) => [...metric])),
});
