import type { ModelFacts } from '../kernel/model.ts';
import type { ModelFinding } from './findings.ts';

/** What is known of the loaded model, as read from its files and its session. */
export function modelFinding(model: ModelFacts): ModelFinding {
  const n = (value: number) => value.toLocaleString('en-US');
  return {
    kind: 'model',
    method: 'read from the model’s files and its session',
    unit: 'counts',
    control: `fingerprint ${model.fingerprint.slice(0, 12)}`,
    caveats: [],
    facts: [
      { label: 'name', value: model.name },
      { label: 'family', value: model.family },
      { label: 'runs on', value: model.device },
      { label: 'parameters', value: n(model.parameters) },
      { label: 'layers', value: n(model.layers) },
      { label: 'heads a layer', value: `${n(model.heads)} (${n(model.kvHeads)} key-value)` },
      { label: 'width', value: `${n(model.width)} (head ${n(model.headWidth)}, MLP ${n(model.mlpWidth)})` },
      { label: 'vocabulary', value: `${n(model.vocab)} tokens` },
      { label: 'trained for', value: `${n(model.context)} positions` },
      { label: 'longest prompt here', value: `${n(model.maxTokens)} tokens` },
      { label: 'weights from', value: model.source },
      { label: 'fingerprint', value: model.fingerprint.slice(0, 12) },
    ],
  };
}
