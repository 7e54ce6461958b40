import type { ForwardResult, LoadedModel } from '../../../models/loaded.ts';
import { DotpError } from '../../../src/kernel/errors.ts';
import { END, VOCAB } from '../byte-codec.ts';
import { tinyModel } from '../tiny-model.ts';
import { PLANTED } from './secrets.ts';

/** Prompts on which the model fails in a way of its own, with secrets in what it throws. */
export const TROUBLE = ['Xstack', 'Xpath', 'Xcoded', 'Xcause', 'Xvalue'] as const;

type Trouble = (typeof TROUBLE)[number];

const FAILURES: Readonly<Record<Trouble, () => unknown>> = {
  Xstack: () => new TypeError(`cannot read ${PLANTED.DISCORD_TOKEN} of undefined`),
  Xpath: () =>
    Object.assign(new Error(`ENOENT: open '${PLANTED.DOTP_HOME}/store/data.mdb'`), { code: 'ENOENT' }),
  Xcoded: () =>
    new DotpError({
      code: 'weights-gone',
      what: `The weights at ${PLANTED.DOTP_HOME}/models/x cannot be read from ${PLANTED.DOTP_STORE}.`,
      where: `${PLANTED.DOTP_HOME}/models/x`,
      fix: `Put them to ${PLANTED.DOTP_HOME} or ask with ${PLANTED.SLACK_BOT_TOKEN}.`,
    }),
  Xcause: () =>
    new DotpError({
      code: 'run-failed',
      what: 'The run failed.',
      fix: 'Ask again.',
      cause: new Error(PLANTED.DOTP_STORE),
    }),
  Xvalue: () => PLANTED.SLACK_SIGNING_SECRET,
};

/** It has no MLP: between attention and MLP stands what comes out at the end. */
const MID = 'blocks.0.hook_resid_mid';
const POST = 'blocks.0.hook_resid_post';

/** What it writes it ends after a token or two. */
function ending(result: ForwardResult): ForwardResult {
  const logits = result.hooks.get('logits')?.data;
  for (let end = END; logits !== undefined && end < logits.length; end += VOCAB) logits[end] = 1e3;
  return result;
}

/** The tiny model; on a prompt with one of those words it throws. */
export function troubledModel(): LoadedModel {
  const model = tinyModel();
  return {
    ...model,
    async forward(request) {
      if (request.cache !== undefined) return ending(await model.forward(request));
      if (!request.hooks.includes(MID)) return model.forward(request);
      const asked = [...new Set([...request.hooks.filter((hook) => hook !== MID), POST] as const)];
      const result = await model.forward({ ...request, hooks: asked });
      const post = result.hooks.get(POST);
      return post === undefined ? result : { ...result, hooks: new Map([...result.hooks, [MID, post]]) };
    },
    text: {
      ...model.text,
      encode(text) {
        const trouble = TROUBLE.find((word) => text.includes(word));
        if (trouble !== undefined) throw FAILURES[trouble]();
        return model.text.encode(text);
      },
    },
  };
}
