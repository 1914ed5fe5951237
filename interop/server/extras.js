// What both servers add to the tools of the everything server.
import { setTimeout as sleep } from 'node:timers/promises';

// What became of each call of the tool `wait`, by the caller's own token: a cancelled call has no result
// that could say so, and in 2026-07-28 no two requests share a session.
const states = new Map();

/** Waits until the request is aborted or ten seconds have passed. */
export async function wait(token, signal) {
  states.set(token, 'waiting');
  const state = await sleep(10_000, 'finished', { signal }).catch(() => 'cancelled');
  states.set(token, state);
  return state;
}

export const waitState = (token) => states.get(token) ?? 'unknown';

/** Reports five steps. The pause at the end is for clients that drop progress read together with the result. */
export async function count(report) {
  for (let progress = 1; progress <= 5; progress++) {
    await sleep(50);
    await report({ progress, total: 5, message: `step ${progress}` });
  }
  await sleep(200);
}

/** Sends three messages, of which a client that asked for `info` sees the last two. */
export async function log(send) {
  for (const [level, data] of [
    ['debug', 'first'],
    ['info', 'second'],
    ['warning', 'third'],
  ]) {
    // Some clients hand messages that arrive together to several threads.
    await sleep(50);
    await send({ level, logger: 'interop', data });
  }
}
