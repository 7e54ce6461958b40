import type { SaidFinding, SaidGuard } from '../analysis/said-finding.ts';
import { tiny } from '../kernel/numbers.ts';
import type { Reread } from './talk-read.ts';

/** Beyond it two runs over the same tokens disagree more than rounding explains. */
const ROUNDING = 1e-3;

interface Circumstances {
  readonly takenApart: boolean;
  readonly reread: Reread | undefined;
  /** Anchors that there was no room for. */
  readonly leftOut: number;
  /** Turns looked back over, where there may be more. */
  readonly lookedBack: number | undefined;
}

/** How the numbers of an answer were had, and what to beware of. */
export function saidWords(
  said: Pick<SaidFinding, 'form' | 'ended' | 'earlier' | 'tokens' | 'sampling' | 'guards'>,
  circumstances: Circumstances,
): Pick<SaidFinding, 'kind' | 'method' | 'unit' | 'control' | 'caveats'> {
  const { reread } = circumstances;
  const again =
    reread === undefined ? '' : '; entropy and rivals from one more run over the prompt and the answer';
  return {
    kind: 'said',
    method: `greedy decoding: the likeliest token each time, its probability by the softmax of its logits${again}`,
    unit: 'probability; entropy in nats',
    control:
      reread === undefined
        ? 'none'
        : `the same tokens read again in one run: their probabilities differ by ${tiny(reread.difference)} at most`,
    caveats: caveatsOf(said, circumstances),
  };
}

function caveatsOf(
  { form, ended, earlier, tokens, sampling, guards = [] }: Parameters<typeof saidWords>[0],
  { takenApart, reread, leftOut, lookedBack }: Circumstances,
): string[] {
  const apart = tokens.filter((token) => token.apart).length;
  const said: readonly (readonly [boolean, string])[] = [
    [
      form === 'continuation',
      'This model has no chat template: it continues your words, and sees nothing of what was said before.',
    ],
    [
      earlier.dropped > 0,
      `The conversation is longer than the model is given here: its first ${earlier.dropped} messages are left out.`,
    ],
    [
      lookedBack !== undefined && form === 'chat',
      `What was said more than ${lookedBack} turns ago is not looked at.`,
    ],
    [
      takenApart,
      'A mark of the model’s own that was typed is taken apart by a space, so that it stays text.',
    ],
    [
      leftOut > 0,
      `There is not room for all anchors: the ${leftOut} of least weight did not enter this answer.`,
    ],
    [ended === 'length', `Cut after ${sampling.maxTokens} tokens; the model would have gone on.`],
    [
      reread !== undefined && reread.difference > ROUNDING,
      `Read again in one run, a token’s probability differs by ${tiny(reread?.difference ?? 0)}: take the numbers as rough.`,
    ],
    [
      apart > 0,
      `At ${apart} of ${tokens.length} tokens the text before them, typed, would be read as other tokens than those that were written; asked from this answer’s own menu it is not.`,
    ],
  ];
  return [...said.flatMap(([holds, words]) => (holds ? [words] : [])), ...guards.flatMap(guardCaveat)];
}

/** What a guard of the channel did to this answer. */
function guardCaveat({ trigger, threshold, action, tripped }: SaidGuard): string[] {
  if (tripped === null) return [];
  const seen = `${trigger} ${Number(tripped.value.toFixed(2))}, its guard acts at ${threshold}`;
  const where = tripped.token > 0 ? ` from token ${tripped.token + 1} on` : '';
  return [`A guard of this channel acted${where} (${seen}): ${ACTED[action]}.`];
}

const ACTED = {
  stop: 'the answer ends there',
  penalise: 'what was said before is less likely than the model makes it',
  widen: 'words are drawn more widely than usual',
} as const;
