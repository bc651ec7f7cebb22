import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage } from '../../src/common/errors';

/** Far more than anything takes on a busy machine; below Mocha's limit, so that who waits in vain says for what. */
const LIMIT_MS = 120_000;
const PAUSE_MS = 100;

/** Asks until there is an answer and returns it; `undefined` and errors mean "not yet". Rejects naming what was awaited. */
export async function eventually<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  let trouble = '';
  while (Date.now() < end) {
    try {
      const answer = await probe();
      if (answer !== undefined) return answer;
      trouble = '';
    } catch (error) {
      trouble = ` Last error: ${errorMessage(error)}`;
    }
    await delay(PAUSE_MS);
  }
  throw new Error(`Waited ${LIMIT_MS / 1000} s in vain for ${what}.${trouble}`);
}
