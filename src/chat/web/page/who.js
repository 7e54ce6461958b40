// @ts-check
// Which session this page shows, and who looks at it.

/** 128 bits as 22 letters. @returns {string} */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const SHAPE = /^[A-Za-z0-9_-]{22}$/;

/** The session of the address, else the one this browser had last, else a new one; the address then names it. @returns {string} */
export function sessionOfPage() {
  const named = location.hash.slice(1);
  const session = SHAPE.test(named) ? named : (kept('session', SHAPE) ?? freshId());
  keep('session', session);
  if (named !== session) history.replaceState(null, '', `#${session}`);
  return session;
}

/** @returns {{ id: string, name: string }} the same in every tab of this browser */
export function person() {
  const id = kept('person', SHAPE) ?? freshId();
  keep('person', id);
  return { id, name: kept('name', /./) ?? `guest ${id.replace(/\W/g, '').slice(0, 4)}` };
}

/** @param {string} name */
export const setName = (name) => keep('name', name.trim());

// A browser that keeps nothing (a private window that forbids it) still works until it is closed.

/** @param {string} key @param {RegExp} shape @returns {string | undefined} */
function kept(key, shape) {
  try {
    const value = localStorage.getItem(`dotp.${key}`);
    return value !== null && shape.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} key @param {string} value */
function keep(key, value) {
  try {
    localStorage.setItem(`dotp.${key}`, value);
  } catch {
    // nothing to do: see above
  }
}
