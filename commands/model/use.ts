import { channelCommand } from '../../src/dispatch/command.ts';
import { useModel } from '../../src/dispatch/model-use.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { modelsWords } from '../../src/figure/models-words.ts';
import { text } from '../../src/lang/params.ts';

export default channelCommand({
  path: 'model.use',
  asks: 'Which model is asked here, and which may be?',
  example: '.p/model.use{name=shipped}',
  params: {
    name: text('A name of the list, which stands there without it; usual goes back.', {
      maxLength: 200,
    }).optional(),
  },
  needs: 'channel',
  find: async (here, { name }) => ({ findings: [await useModel(here, name)] }),
  say: (reply) => modelsWords(findingOf(reply, 'models')),
});
