// @ts-check
import { composer } from './composer.js';
import { byId, element } from './element.js';
import { commands, listen, say } from './house.js';
import { turnView } from './turn-view.js';
import { freshId, person, sessionOfPage, setName } from './who.js';

/** @typedef {import('../page-turn.ts').PageTurn} PageTurn */

/** Commands that a new session begins with. */
const EXAMPLES = ['reflect.trace', 'fork.attribution', 'reflect.lens', 'help'];

const turns = byId('turns', HTMLElement);
const status = byId('status', HTMLElement);
const main = turns.closest('main') ?? document.body;
/** @type {Map<string, ReturnType<typeof turnView>>} */
const views = new Map();
let session = sessionOfPage();
let stop = join();

function join() {
  return listen(session, { reset, turn: show, status: tell, away });
}

/** Takes away what is not there any more. @param {readonly string[]} there */
function reset(there) {
  for (const [id, { item }] of views) {
    if (there.includes(id)) continue;
    item.remove();
    views.delete(id);
  }
  byId('welcome', HTMLElement).hidden = views.size > 0;
}

/** @param {PageTurn} turn */
function show(turn) {
  const atEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 120;
  const isNew = !views.has(turn.id);
  const view = views.get(turn.id) ?? turnView(press);
  view.show(turn);
  if (isNew) {
    views.set(turn.id, view);
    turns.append(view.item);
    byId('welcome', HTMLElement).hidden = true;
  }
  // Who reads above is not pulled down by what others ask.
  if (atEnd || (isNew && sent.has(turn.id))) main.scrollTop = main.scrollHeight;
}

/** @param {import('../status.ts').Status} now */
function tell({ ready, words }) {
  status.textContent = words;
  status.className = ready ? 'ready' : '';
  if (byId('examples', HTMLElement).childElementCount === 0) void offerExamples();
}

function away() {
  status.textContent = 'dotp is away; this page comes back by itself.';
  status.className = 'away';
}

/** Ids of what this page sent. @type {Set<string>} */
const sent = new Set();

/** @param {{ text?: string, control?: string }} what */
async function deliver(what) {
  const id = freshId();
  sent.add(`web-${id}`);
  const trouble = await say(session, { id, person: person(), ...what });
  const place = byId('trouble', HTMLElement);
  place.textContent = trouble ?? '';
  place.hidden = trouble === undefined;
  return trouble === undefined;
}

/** @param {string} control */
function press(control) {
  void deliver({ control });
}

async function offerExamples() {
  const cards = await commands().catch(() => []);
  const shown = EXAMPLES.flatMap((path) => cards.find((card) => card.path === path) ?? []);
  byId('examples', HTMLElement).replaceChildren(
    ...shown.map(({ asks, example }) =>
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', click: () => line.put(example) },
          element('span', { class: 'asks' }, asks),
          element('code', {}, example),
        ),
      ),
    ),
  );
}

/** The line at the bottom. */
const line = composer((text) => deliver({ text }));

function rejoin() {
  const named = sessionOfPage();
  if (named === session) return;
  session = named;
  stop();
  reset([]);
  stop = join();
}

addEventListener('hashchange', rejoin);
byId('fresh', HTMLButtonElement).addEventListener('click', () => {
  location.hash = freshId();
});
byId('share', HTMLButtonElement).addEventListener('click', async ({ currentTarget }) => {
  if (!(currentTarget instanceof HTMLElement)) return;
  const done = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  );
  currentTarget.textContent = done ? 'Copied' : 'It is in the address bar';
  setTimeout(() => {
    currentTarget.textContent = 'Copy link';
  }, 2000);
});
const name = byId('name', HTMLInputElement);
name.value = person().name;
name.addEventListener('change', () => {
  setName(name.value);
  name.value = person().name;
});
