import type { Finding } from '../analysis/findings.ts';
import type { SaidFinding } from '../analysis/said-finding.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { Reply } from '../kernel/reply.ts';
import { standingAnchors } from './anchor-scaffold.ts';
import type { Message, TurnOptions } from './flow.ts';
import type { Answer, House } from './house.ts';
import { modelCaveats, summaryOf } from './model-words.ts';
import { afterwards, talkGuards } from './talk-guards.ts';
import { answerTokens, type TalkPrompt, talkPrompt } from './talk-prompt.ts';
import { readAgain } from './talk-read.ts';
import { placesApart } from './talk-text.ts';
import { saidWords } from './talk-words.ts';
import { write } from './talk-write.ts';
import { timed } from './timing.ts';

/** Turns looked back over for what was said; measured ones among them count and are passed over. */
const TURNS = 32;

/**
 * Plain words, answered by the thread's model: greedily, in its chat template, with the conversation
 * so far. `reply.prompt` is all that it saw, so a command without a prompt asks afterwards why the
 * answer began as it did.
 *
 * @param options.onText  told again and again what is written, whole characters only
 */
export async function talk({ text }: Message, house: House, options: TurnOptions): Promise<Answer> {
  const { runner, spent } = timed(await house.runner(options));
  const model = await runner.facts(options);
  const started = performance.now() - spent();
  const asked = text.trim();
  const turns = await house.session.turns(TURNS);
  const anchors = await standingAnchors(house.here.session.anchors);
  const prompt = await talkPrompt(runner, asked, turns, anchors, options);
  const maxTokens = answerTokens(model, prompt.form);
  const sampling = { temperature: 0, seed: house.seed, maxTokens };
  const { memory, workspace, channel } = house.here;
  const guards = talkGuards(await memory.guards(workspace, channel).all(), asked, turns);
  const { trips, ...written } = guards.stopped
    ? SILENCE
    : await write(
        runner,
        prompt,
        sampling,
        options,
        guards.watching.map((guard) => guard.sampling),
      );
  const reread = await readAgain(runner, model, prompt.tokens, written.tokens, options);
  const tokens = await placesApart(runner, prompt, reread?.tokens ?? written.tokens, options);
  const watched = guards.before.length === 0 ? {} : { guards: afterwards(guards, trips) };
  const minded = prompt.anchors === undefined ? {} : { anchors: prompt.anchors };
  const said = {
    asked,
    ...written,
    tokens,
    form: prompt.form,
    earlier: prompt.earlier,
    ...watched,
    ...minded,
    sampling,
  };
  const finding = {
    ...saidWords(said, {
      takenApart: prompt.takenApart,
      reread,
      leftOut: anchors.length - (prompt.anchors?.length ?? 0),
      lookedBack: turns.length === TURNS ? TURNS : undefined,
    }),
    ...said,
  };
  const timing = {
    queued: options.queued ?? 0,
    model: spent(),
    analysis: performance.now() - started - spent(),
    draw: 0,
  };
  return { reply: replyOf(finding, model, prompt, timing) };
}

/** What a guard that stopped it leaves of an answer. */
const SILENCE = { text: '', tokens: [], ended: 'guard', trips: [] } as const;

/** Its command is the name that meters and pages know it by; nobody can type it. */
const TALK = '.p/talk';

function replyOf(
  finding: SaidFinding,
  model: ModelFacts,
  { text, tokens }: TalkPrompt,
  timing: Reply['timing'],
): Reply<Finding> {
  return {
    command: TALK,
    params: {},
    model: summaryOf(model),
    prompt: { text, tokens },
    findings: [finding],
    pictures: [],
    text: finding.text.trim() || wordless(finding),
    caveats: [...new Set([...modelCaveats(model, finding.asked), ...finding.caveats])],
    timing,
  };
}

const wordless = ({ ended }: SaidFinding): string =>
  ended === 'guard'
    ? 'A guard of this channel let nothing be said. .p/collapse.guard shows it, and takes it off.'
    : 'The model ended its answer without a word.';
