import type { RecursionFinding } from '../analysis/recursion-finding.ts';
import { percent } from '../kernel/numbers.ts';

/** What the depths of the passes say, in sentences. */
export function recursionWords({ passes, target, synced, stays, ended }: RecursionFinding): string[] {
  const { length } = passes;
  if (length === 0) return ['The model had no answer: there is nothing to feed it.'];
  const silent = ended === 'silence' ? [`After ${length} passes the model fell silent.`] : [];
  return [syncWords(target, synced, stays, passes), medians(passes), ...silent];
}

function syncWords(
  { layer, from }: RecursionFinding['target'],
  synced: number | null,
  stays: boolean,
  passes: RecursionFinding['passes'],
): string {
  if (layer === null)
    return 'No word of pass 1 has settled before the last state: there is no layer to hold the passes against.';
  if (synced === null) {
    const best = Math.max(...passes.map(({ settled }) => settled));
    return `By layer ${layer}${from === 'auto' ? ', by which most of pass 1 has settled,' : ''} never all words of a pass have: at best ${percent(best)} of them.`;
  }
  const later =
    synced === passes.length ? '' : stays ? ', and in every later one' : ', but not in every later one';
  return `By layer ${layer}${from === 'auto' ? ', as most of pass 1,' : ''} all words have settled in pass ${synced}${later}.`;
}

const medians = (passes: RecursionFinding['passes']): string =>
  `Median settle depth by pass: ${passes.map(({ median }) => median).join(', ')}.`;
