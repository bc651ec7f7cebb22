/** `trialbook queue add`: puts runs at the end of the queue. */
import { text as readAll } from 'node:stream/consumers';
import * as l10n from '@vscode/l10n';
import { monotonicFactory } from 'ulid';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import { hashFile } from '../../common/hashing';
import { appendEntries } from '../../common/queue/queueEdits';
import { isTexts, type QueueEntry } from '../../common/queue/queueEntry';
import { listWaiting } from '../../common/queue/queueFiles';
import { isRunId, relativeToWorkspace, runDir } from '../../common/workspaceFolder';
import { statFile } from '../../common/statFile';
import type { QueuedRunRequest } from '../../protocol/queue';
import type { QueueAddRequest } from '../arguments/queueArguments';
import type { RunArguments } from '../arguments/runArguments';
import { usersEnvironment } from '../environment';
import { NewRunNames } from '../newRunNames';
import { specify } from '../specify';
import { analyseCommand } from '../trainingCommand';
import { specificationOf } from './queuedRun';

/** Runs that are added together are sorted as they were given, though they come in one millisecond. */
const nextId = monotonicFactory();

/** Adds what was asked for; gives the entries in their order. Throws a {@link UserError} that says what to do. */
export async function addToQueue({ options, stdin }: QueueAddRequest): Promise<QueueEntry[]> {
  const requests = stdin ? await readRequests() : [{}];
  const entries: QueueEntry[] = [];
  const names = NewRunNames.of(options.workspace);
  for (const { env, ...request } of requests) {
    const entry = await makeEntry({ ...options, ...request }, env ?? {}, names);
    if (specificationOf(entry, '') === undefined) throw new UserError(requestsText());
    entries.push(entry);
  }
  await requireNew(options.workspace, entries);
  try {
    await appendEntries(options.workspace, entries);
  } catch (error) {
    throw new UserError(describeAddError(error, options.workspace));
  }
  return entries;
}

async function makeEntry(run: RunArguments, env: Record<string, string>, names: NewRunNames): Promise<QueueEntry> {
  const id = run.id ?? nextId();
  const { script } = analyseCommand(run.command, run.cwd);
  // It is started with what the command line has then: an update of the extension moves those files.
  const options = {
    ...run,
    name: run.name ?? names.nameFor(id),
    endsWithViewer: false,
    pythonDir: run.pythonDir ?? '',
    cliFile: '',
  };
  const { terminal: _, ...specification } = specify(options, id);
  return {
    v: 1,
    queuedAt: Date.now(),
    script: script === undefined ? null : (relativeToWorkspace(specification.root, script) ?? null),
    scriptDigest: script === undefined ? null : await hashFile(script).catch(() => null),
    specification,
    env: { ...textsOf(usersEnvironment(process.env)), ...env },
  };
}

/** Runs of the standard input: an array of requests, of which nothing else is taken. */
async function readRequests(): Promise<Partial<QueuedRunRequest>[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readAll(process.stdin));
  } catch (error) {
    throw new UserError(l10n.t('The standard input is not valid JSON: {0}', errorMessage(error)));
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRequest)) {
    throw new UserError(requestsText());
  }
  return value.map(({ command, cwd, root, name, experiment, tags, basedOn, purpose, batch, env }) =>
    withoutAbsent({ command, cwd, root, name, experiment, tags, basedOn, purpose, batch, env }),
  );
}

function requestsText(): string {
  return l10n.t(
    'The standard input must hold a list of runs, each with its command and cwd; tags and variables have texts as values.',
  );
}

function isRequest(value: unknown): value is QueuedRunRequest {
  if (typeof value !== 'object' || value === null) return false;
  const { command, cwd, basedOn, tags = [], env = {} } = value as QueuedRunRequest;
  if (!isTexts(command) || command.length === 0 || typeof cwd !== 'string') return false;
  const isTagged = Array.isArray(tags) && tags.every(isTag);
  const hasVariables = typeof env === 'object' && env !== null && isTexts(Object.values(env));
  return isTagged && hasVariables && (basedOn === undefined || isRunId(basedOn));
}

function isTag(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { key, value: content } = value as Record<string, unknown>;
  return isTexts([key, content]);
}

function withoutAbsent<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}

function textsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function requireNew(workspace: string, entries: readonly QueueEntry[]): Promise<void> {
  const waiting = new Set((await listWaiting(workspace).catch(() => [])).map(({ id }) => id));
  for (const { specification } of entries) {
    const { id } = specification;
    if (!waiting.has(id) && statFile(runDir(workspace, id)) === undefined) continue;
    throw new UserError(l10n.t('There is a run {0} already. Leave --id out, and a new one is chosen.', id));
  }
}

function describeAddError(error: unknown, workspace: string): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full: the run could not be put in the queue. Free some space.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('The run could not be put in the queue: {0} may not be written to.', workspace);
    case 'EEXIST':
    case 'ENOTDIR':
      return l10n.t(
        'The run could not be put in the queue: {0} holds a file where .trialbook/queue has to be a folder.',
        workspace,
      );
    default:
      return l10n.t('The run could not be put in the queue: {0}', errorMessage(error));
  }
}
