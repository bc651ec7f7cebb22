/** `.trialbook/bisections/<id>.json`: what a bisection was asked for, so that one that was killed goes on. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { putFile } from '../../common/atomicFile';
import { UserError } from '../../common/errors';
import { isProcessAlive, processStart } from '../../common/processes';
import { bisectionPath } from '../../common/workspaceFolder';
import type { BisectionReport } from '../../protocol/reproduction';

interface Stored extends BisectionReport {
  /** The process that works on it. */
  owner: { pid: number; start?: string };
}

/** Writes how far a bisection is. Rejects as `fs` does. */
export async function writeBisection(workspace: string, report: BisectionReport): Promise<void> {
  const file = bisectionPath(workspace, report.id);
  await mkdir(path.dirname(file), { recursive: true });
  const start = processStart(process.pid);
  const stored: Stored = { ...report, owner: { pid: process.pid, ...(start === undefined ? {} : { start }) } };
  await putFile(file, JSON.stringify(stored, undefined, 1));
}

/** A bisection by its id; `undefined` where there is none. */
export async function readBisection(workspace: string, id: string): Promise<BisectionReport | undefined> {
  return readStored(workspace, id);
}

/** An unfinished bisection of the same question. Throws a {@link UserError} while another process works on it. */
export async function findUnfinished(
  workspace: string,
  question: Pick<BisectionReport, 'good' | 'bad' | 'metric'> & { id?: string },
): Promise<BisectionReport | undefined> {
  const names = await readdir(path.dirname(bisectionPath(workspace, ''))).catch(() => []);
  for (const name of names.toSorted((a, b) => (a < b ? 1 : -1))) {
    const stored = await readStored(workspace, path.parse(name).name);
    if (stored === undefined || !isSame(stored, question)) continue;
    if (isProcessAlive(stored.owner.pid, stored.owner.start)) {
      throw new UserError(l10n.t('This bisection is going on already.'));
    }
    return stored;
  }
  return undefined;
}

function isSame(stored: Stored, question: Parameters<typeof findUnfinished>[1]): boolean {
  if (question.id !== undefined) return stored.id === question.id;
  const { good, bad, metric } = question;
  return stored.state === 'running' && stored.good === good && stored.bad === bad && stored.metric === metric;
}

async function readStored(workspace: string, id: string): Promise<Stored | undefined> {
  try {
    const stored = JSON.parse(await readFile(bisectionPath(workspace, id), 'utf8')) as Stored | null;
    return stored?.version === 1 ? stored : undefined;
  } catch {
    return undefined;
  }
}
