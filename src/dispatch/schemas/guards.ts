import { z } from 'zod';
import { TRIGGERS } from '../../kernel/guard.ts';
import { finding, n } from './pieces.ts';
import { guardSetting } from './trajectory.ts';

export const guards = finding('guards', {
  guards: z.array(
    z.strictObject({ ...guardSetting, by: z.string().describe('who set it'), at: n('ms since 1970') }),
  ),
  dropped: z.array(z.enum(TRIGGERS)).describe('taken off by this command'),
});
