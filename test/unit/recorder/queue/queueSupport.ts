/** Queues of the real command line. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { hasWorker } from '../../../../src/common/queue/queueWorkers';
import type { ListedQueue } from '../../../../src/protocol/queue';
import { cli, finalStatus, recorderEvents, runFolders, until } from '../support';

/** A run in JavaScript that tells in `log.txt` of its folder when it began and ended, by its first argument. */
export const LOGGING_SCRIPT = `
const { appendFileSync } = require('node:fs');
const [name, ms = '0'] = process.argv.slice(2);
appendFileSync('log.txt', 'begin ' + name + '\\n');
setTimeout(() => appendFileSync('log.txt', 'end ' + name + '\\n'), Number(ms));
`;

/** Options of `queue add` without the tracker and the machine's samples. */
const PLAIN = ['--python-dir', '/nonexistent', '--sample', '0'];

/** Queues `node train.js …words`; gives its id. */
export async function add(workspace: string, words: string[], options: string[] = [], env = {}): Promise<string> {
  const command = ['queue', 'add', '--json', ...PLAIN, ...options, '--', process.execPath, 'train.js', ...words];
  const { stdout, stderr, code } = await cli(workspace, command, env);
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { id: string }[])[0]!.id;
}

export async function queue(workspace: string, ...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await cli(workspace, ['queue', ...words]);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

export async function list(workspace: string): Promise<ListedQueue> {
  return JSON.parse(await queue(workspace, 'list', '--json')) as ListedQueue;
}

/** Waits until nothing waits or trains any more and the worker is gone. */
export async function workedOff(workspace: string): Promise<void> {
  await until('the queue is worked off', () => waitingFiles(workspace).length === 0 && !hasWorker(workspace));
}

/** Names of the files that wait, in their order. */
export function waitingFiles(workspace: string): string[] {
  const names = readdirSync(path.join(workspace, '.trialbook', 'queue'));
  return names.filter((name) => /^\d{13}-\w{26}\.json$/.test(name)).sort();
}

/** The final statuses of all runs, oldest first. */
export function endings(workspace: string): (string | undefined)[] {
  return runFolders(workspace).map((folder) => {
    const final = finalStatus(recorderEvents(folder));
    return final !== undefined && 'status' in final ? String(final.status) : undefined;
  });
}
