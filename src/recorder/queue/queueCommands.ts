/** `trialbook queue …`, but for the work itself. */
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import {
  changeQueueSettings,
  moveEntries,
  pauseQueue,
  removeEntries,
  resumeQueue,
} from '../../common/queue/queueEdits';
import { listStarted, listWaiting } from '../../common/queue/queueFiles';
import { listEntry, listPlace, readPause, readQueueSettings } from '../../common/queue/queueReading';
import { hasWorker } from '../../common/queue/queueWorkers';
import type { ListedEntry, ListedQueue } from '../../protocol/queue';
import type { QueueAction, QueueAddRequest } from '../arguments/queueArguments';
import { addToQueue } from './queueAdd';
import type { OwnFiles } from './queuedRun';
import { formatQueue } from './queuePrint';
import { searchWaiting } from './waitingSearch';
import { workOnQueue } from './queueWorker';
import { startWorker } from './workerProcess';

/** Does what was asked for; gives what there is to say. Throws a {@link UserError} otherwise. */
export async function queueCommand(request: QueueAction, own: OwnFiles): Promise<string> {
  switch (request.action) {
    case 'add':
      return add(request, own);
    case 'list': {
      const queue = await listQueue(request.workspace);
      return request.json ? JSON.stringify(queue, undefined, 2) : formatQueue(queue);
    }
    case 'remove': {
      const { id, name } = await findWaiting(request.workspace, request.run);
      await change(request.workspace, () => removeEntries(request.workspace, [id]));
      return l10n.t('{0} left the queue.', name);
    }
    case 'move': {
      const { id, name } = await findWaiting(request.workspace, request.run);
      await change(request.workspace, () => moveEntries(request.workspace, [id], request.to));
      const waiting = await listWaiting(request.workspace);
      return l10n.t('{0} waits at place {1}.', name, waiting.findIndex((place) => place.id === id) + 1);
    }
    case 'pause':
      await change(request.workspace, () => pauseQueue(request.workspace));
      return l10n.t('The queue is paused: what trains goes on, and nothing else is started.');
    case 'resume':
      await change(request.workspace, () => resumeQueue(request.workspace));
      startWorker(request.workspace, own.cliFile);
      return l10n.t('The queue goes on.');
    case 'set': {
      const settings = { ...(await readQueueSettings(request.workspace)), ...request.settings };
      await change(request.workspace, () => changeQueueSettings(request.workspace, settings));
      return l10n.t('Runs at once: {0}; for each GPU: {1}.', settings.parallel, settings.perGpu);
    }
    case 'work':
      return (await workOnQueue(request.workspace, own))
        ? l10n.t('Nothing is left to do in this queue.')
        : l10n.t('Another process works on this queue.');
  }
}

async function add(request: QueueAddRequest, own: OwnFiles): Promise<string> {
  const { workspace } = request.options;
  const entries = await addToQueue(request);
  startWorker(workspace, own.cliFile);
  const listed = entries.map((entry) => listEntry(entry.specification.id, entry));
  if (request.json) return JSON.stringify(listed, undefined, 2);
  const { paused } = await readPause(workspace);
  const lines = listed.map(({ id, name }) => l10n.t('{0} waits for its turn ({1})', name, id));
  return [...lines, ...(paused ? [l10n.t('The queue is paused: trialbook queue resume')] : [])].join('\n');
}

async function listQueue(workspace: string): Promise<ListedQueue> {
  const places = await listWaiting(workspace);
  const listed = await Promise.all(places.map((place) => listPlace(workspace, place)));
  return {
    ...(await readPause(workspace)),
    ...(await readQueueSettings(workspace)),
    working: hasWorker(workspace),
    running: (await listStarted(workspace)).map(({ id }) => id),
    waiting: listed.filter((entry) => entry !== undefined),
  };
}

async function findWaiting(workspace: string, wanted: string): Promise<ListedEntry> {
  const found = await searchWaiting(workspace, wanted);
  if (found !== undefined) return found;
  throw new UserError(l10n.t('No run {0} waits in {1}. See trialbook queue list.', wanted, workspace));
}

async function change<T>(workspace: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw new UserError(l10n.t('That run has left the queue meanwhile.'));
    throw new UserError(l10n.t('The queue of {0} cannot be changed: {1}', workspace, errorMessage(error)));
  }
}
