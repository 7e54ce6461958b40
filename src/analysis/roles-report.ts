import type { HeadRole, Role, RolesFinding } from './roles-finding.ts';

/** Below this gain of the repeat over the unrepeated (nats) the model hardly induces, and effects mean little. */
const WEAK_REPEAT = 0.5;

type Measured = Pick<RolesFinding, 'floor' | 'null99' | 'probe'> & { readonly heads: readonly HeadRole[] };

/** The finding, with what it was measured against and what to beware of. */
export const rolesFinding = (measured: Measured): RolesFinding => ({
  kind: 'roles',
  method:
    'head roles on seeded random tokens: previous, duplicate and induction by attention (Olsson 2209.11895), ' +
    'copying and suppression by W_E W_V W_O W_U (Elhage 2021, McDougall 2310.04625), sinks (Gu 2410.10781)',
  unit: 'scores are shares, 0 to 1; effects are nats of the repeated tokens’ mean log-probability',
  control:
    `above the 99th percentile of each role’s null and above ${measured.floor}; nulls: an unrepeated second half ` +
    '(induction, duplicate), another earlier key (previous, sink), permuted tokens (copying, suppression)',
  caveats: caveatsOf(measured),
  ...measured,
});

function caveatsOf({ heads, probe }: Measured): string[] {
  const dormant = dormantHeads(heads);
  const gain = probe.repeat - probe.fresh;
  const general = [
    'A role says what a head does on random tokens, not what it does in a prompt; a head may do other things there.',
    'Effects are of one head alone: where several do the same, each may show almost none.',
    'Copying is read from plain embeddings: heads that copy what earlier layers made of a token are not seen.',
  ];
  const weak =
    gain < WEAK_REPEAT
      ? [
          `Repeating gains this model ${gain.toFixed(2)} nats a token: it hardly induces, and effects on the repeat say little.`,
        ]
      : [];
  const still =
    dormant.length === 0
      ? []
      : [
          `${dormant.slice(0, 4).join(', ')}${dormant.length > 4 ? ' and others' : ''} hold a role by attention without a measured effect.`,
        ];
  return [...weak, ...still, ...general];
}

const BY_ATTENTION: readonly Role[] = ['previous', 'duplicate', 'induction'];

/** Heads that clearly look as a role says while nothing measured rests on them. */
const dormantHeads = (heads: readonly HeadRole[]): string[] =>
  heads
    .filter(({ role }) => BY_ATTENTION.some((looking) => looking === role))
    .filter(({ score, effect }) => score > 0.5 && Math.abs(effect) < 0.05)
    .map(({ head }) => head);
