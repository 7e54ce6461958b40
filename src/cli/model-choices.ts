import { listModels } from '../../models/sources/list.ts';
import type { ModelChoice } from '../dispatch/here.ts';

/** The known models, as a channel may choose from them. */
export async function modelChoices(home: string): Promise<readonly ModelChoice[]> {
  const listed = await listModels(home, process.env);
  return listed.map(({ name, about, here }) => ({ name, present: here !== undefined, about }));
}
