// @ts-check
// What the page sends to dotp and hears from it.

/** @typedef {import('../page-turn.ts').PageTurn} PageTurn */
/** @typedef {import('../status.ts').Status} Status */
/** @typedef {import('../complete.ts').Completion} Completion */
/** @typedef {import('../../../kernel/command-card.ts').CommandCard} CommandCard */

/** Pauses between tries to send, milliseconds. */
const PAUSES = [300, 1000, 3000];
/** Milliseconds that a hidden page still listens. */
const HIDDEN = 60_000;

/**
 * Everything of a session, from the beginning and then as it changes. The browser comes back by itself
 * when the connection drops, and says what it had.
 *
 * @param {string} session
 * @param {{ reset: (turns: readonly string[]) => void, turn: (turn: PageTurn) => void, status: (status: Status) => void, away: () => void }} hear
 * @returns {() => void} what ends it
 */
export function listen(session, hear) {
  let timer = 0;
  let source = open();

  function open() {
    const opened = new EventSource(`/s/${session}/events`);
    opened.addEventListener('reset', ({ data }) => hear.reset(JSON.parse(data).turns));
    opened.addEventListener('turn', ({ data }) => hear.turn(JSON.parse(data)));
    opened.addEventListener('status', ({ data }) => hear.status(JSON.parse(data)));
    opened.addEventListener('error', () => {
      hear.away();
      // Refused, not cut off: the browser gives up then.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(again, 3000);
    });
    return opened;
  }

  function again() {
    stop();
    source = open();
  }

  function stop() {
    clearTimeout(timer);
    source.close();
  }

  /** A browser has six connections for a host: tabs that nobody looks at let theirs go. */
  function onVisibility() {
    if (!document.hidden) {
      if (source.readyState === EventSource.CLOSED) again();
      clearTimeout(timer);
    } else timer = setTimeout(stop, HIDDEN);
  }

  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    stop();
  };
}

/**
 * Sends something said or pressed. It is sent again under the same id when no answer comes: dotp knows it
 * by then, and does it once.
 *
 * @param {string} session
 * @param {{ id: string, person: { id: string, name: string }, text?: string, control?: string }} said
 * @returns {Promise<string | undefined>} words of what is wrong with it; undefined: it arrived
 */
export async function say(session, said) {
  for (const pause of [...PAUSES, undefined]) {
    const answer = await post(`/s/${session}/say`, said);
    if (answer?.ok) return undefined;
    if (answer !== undefined && answer.status < 500) return wordsOf(answer);
    if (pause !== undefined) await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return 'dotp cannot be reached. What you typed is still here: send it again when it is back.';
}

/** @param {string} path @param {unknown} body @returns {Promise<Response | undefined>} undefined: not reached */
async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
}

/** @param {Response} answer @returns {Promise<string>} */
async function wordsOf(answer) {
  const told = await answer.json().catch(() => ({}));
  return typeof told.words === 'string' ? told.words : `It was not taken (${answer.status}).`;
}

/** @param {string} before @param {AbortSignal} signal @returns {Promise<Completion>} */
export async function complete(before, signal) {
  const answer = await fetch(`/api/complete?before=${encodeURIComponent(before.slice(-1000))}`, { signal });
  return answer.ok ? answer.json() : { from: 0, choices: [] };
}

/** @returns {Promise<CommandCard[]>} */
export async function commands() {
  const answer = await fetch('/api/commands');
  return answer.ok ? answer.json() : [];
}
