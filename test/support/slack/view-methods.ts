import { type Json, objectAt, textAt } from './json.ts';
import { refusedView } from './limits.ts';
import { type Front, type Method, refusal, refused } from './method.ts';
import { counter } from './names.ts';

/** Views as people see them: the modals open before each person, the last on top, and the bot's page. */
export interface Views {
  readonly methods: Readonly<Record<string, Method>>;
  readonly open: Map<string, Json[]>;
  readonly homes: Map<string, Json>;
  /** A trigger for this person's act, good once and for three seconds; the emulator keeps the time. */
  trigger(person: string, front: Front): Promise<string>;
}

export function openViews(): Views {
  const [open, homes, triggers] = [
    new Map<string, Json[]>(),
    new Map<string, Json>(),
    new Map<string, string>(),
  ];
  const nextTrigger = counter('1.1.trg');
  return {
    open,
    homes,
    methods: {
      'views.open': opening('views.open', { open, triggers }),
      'views.push': opening('views.push', { open, triggers }),
      'views.update': updating(open),
      'views.publish': publishing(homes),
    },
    async trigger(person, { emulated }) {
      const made = await emulated.call('views.generateTriggerId', { user_id: person });
      const id = emulated.names.pair(textAt(made, 'trigger_id'), nextTrigger());
      triggers.set(id, person);
      return id;
    },
  };
}

interface Opened {
  readonly open: Map<string, Json[]>;
  readonly triggers: ReadonlyMap<string, string>;
}

const opening =
  (method: string, { open, triggers }: Opened): Method =>
  async (args, front) => {
    const answer = await checked(method, args, front);
    const person = triggers.get(textAt(args, 'trigger_id')) ?? '';
    if (answer.ok === true) open.set(person, [...(open.get(person) ?? []), objectAt(answer, 'view')]);
    front.log.changed();
    return answer;
  };

const updating =
  (open: Map<string, Json[]>): Method =>
  async (args, front) => {
    const answer = await checked('views.update', args, front);
    const view = objectAt(answer, 'view');
    for (const [person, views] of open)
      if (answer.ok === true)
        open.set(
          person,
          views.map((one) => (one.id === view.id ? view : one)),
        );
    front.log.changed();
    return answer;
  };

const publishing =
  (homes: Map<string, Json>): Method =>
  async (args, front) => {
    const answer = await checked('views.publish', args, front);
    if (answer.ok === true) homes.set(textAt(args, 'user_id'), objectAt(answer, 'view'));
    front.log.changed();
    return answer;
  };

async function checked(method: string, args: Json, front: Front): Promise<Json> {
  const view = objectAt(args, 'view');
  const kind = method === 'views.publish' ? 'home' : 'modal';
  if (view.type !== kind) return refusal('invalid_arguments');
  const why = refusedView(view);
  if (why !== undefined) return refused(front, method, why);
  const answer = await front.emulated.call(method, args);
  if (answer.ok !== true) return answer;
  const made = objectAt(answer, 'view');
  front.emulated.names.next('V', textAt(made, 'id'));
  return { ...answer, view: front.emulated.names.outward(made) };
}
