import { FADED, weightOf } from '../analysis/anchor-weight.ts';
import type { Finding } from '../analysis/findings.ts';
import type { InfluenceFinding } from '../analysis/influence-finding.ts';
import type { ScaffoldAnchor, ScaffoldFinding } from '../analysis/scaffold-finding.ts';
import type { StandingAnchor } from '../memory/anchors.ts';
import type { AskHere } from './command.ts';
import type { Here } from './here.ts';
import { anchorsAsked } from './thought-web.ts';
import { anchorEmpty, anchorsFull, anchorUnknown } from './web-errors.ts';
import { influenceFinding } from './web-finding.ts';

/** More could neither be weighed nor read in a picture. */
const MOST_ANCHORS = 24;

/**
 * Sets an anchor of the channel; one of that name begins anew.
 *
 * @throws {DispatchError} `anchor-empty`, `anchors-full`
 */
export async function setAnchor(
  here: Here,
  { name, text, persistence }: { name: string; text: string; persistence: number },
): Promise<ScaffoldFinding> {
  const anchor = { name: name.trim(), text: text.trim().replace(/\s+/g, ' '), persistence };
  if (anchor.name === '') throw anchorEmpty('name');
  if (anchor.text === '') throw anchorEmpty('text');
  const { anchors } = here.session;
  const before = await anchors.all();
  const anew = before.some((each) => each.name === anchor.name);
  if (!anew && before.length >= MOST_ANCHORS) throw anchorsFull(MOST_ANCHORS);
  await anchors.set({ ...anchor, by: here.person });
  return scaffold(await anchors.all(), { name: anchor.name, how: anew ? 'set anew' : 'set' });
}

/** @throws {DispatchError} `anchor-unknown` */
export async function dropAnchor(here: Here, name: string): Promise<ScaffoldFinding> {
  const { anchors } = here.session;
  const known = (await anchors.all()).map((each) => each.name);
  if (!(await anchors.drop(name.trim()))) throw anchorUnknown(name.trim(), known);
  return scaffold(await anchors.all(), { name: name.trim(), how: 'dropped' });
}

export const listAnchors = async ({ session }: Here): Promise<ScaffoldFinding> =>
  scaffold(await session.anchors.all());

/**
 * How much each anchor moved an answer: the web of the anchors, and the scaffold with its effects.
 *
 * @throws {DispatchError} as {@link anchorsAsked}
 */
export async function traceAnchors(ask: AskHere, example: string): Promise<readonly Finding[]> {
  const web = await influenceFinding(ask, 'anchors', await anchorsAsked(ask, example));
  const standing = await ask.here.session.anchors.all();
  return [web, measuredScaffold(web, standing, ask.prompt.text)];
}

function measuredScaffold(
  web: InfluenceFinding,
  standing: readonly StandingAnchor[],
  asked: string,
): ScaffoldFinding {
  const fit = web.fits[0];
  const answer = web.nodes.at(-1);
  const { anchors, method, unit, ...rest } = scaffold(standing);
  return {
    ...rest,
    method: `${method}; effects by ${web.method}`,
    unit: `${unit}; effects in ${web.unit}`,
    control: web.control,
    caveats: web.caveats,
    anchors: anchorsOf(web, anchors),
    answer:
      fit === undefined || answer === undefined
        ? null
        : {
            asked,
            text: answer.text,
            r: fit.heldOut.r,
            ...{ value: fit.value, alone: fit.alone, prob: fit.prob, probAlone: fit.probAlone },
            doubts: fit.doubts,
          },
  };
}

/** Those that entered the answer with what they did, as they were then; the others as they stand. */
function anchorsOf(web: InfluenceFinding, standing: readonly ScaffoldAnchor[]): ScaffoldAnchor[] {
  const entered = web.nodes.flatMap(({ id, text, anchor }): ScaffoldAnchor[] => {
    if (anchor === undefined) return [];
    const link = web.links.find(({ from }) => from === id);
    const found = link ?? web.weak.find(({ from }) => from === id);
    return [
      {
        ...anchor,
        text,
        ...(found !== undefined && { effect: found.effect, error: found.error, moved: link !== undefined }),
      },
    ];
  });
  const others = standing.filter(({ name }) => !entered.some((anchor) => anchor.name === name));
  return [...entered, ...others];
}

function scaffold(
  anchors: readonly StandingAnchor[],
  changed: ScaffoldFinding['changed'] = null,
): ScaffoldFinding {
  return {
    kind: 'scaffold',
    method: 'read from what is kept of this channel; weight = persistence^turns',
    unit: 'weight: share of what it had when it was set; turns: answers of the model in this channel since then',
    control: changed === null ? 'none: nothing was changed' : 'read again after it was written',
    caveats: [],
    anchors: anchors.map(({ name, text, persistence, turns }) => ({
      ...{ name, text, persistence, turns },
      weight: weightOf({ persistence, turns }),
    })),
    faded: FADED,
    changed,
    answer: null,
  };
}
