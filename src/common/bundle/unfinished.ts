/** Runs whose recorder had not said how they ended when they were exported: nobody here will ever say it. */
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { decodeTime } from 'ulid';
import type { RunId } from '../../protocol/entities';
import { errorCode } from '../errors';
import { parseEvent } from '../eventParser';
import { formatEvent } from '../eventWriter';
import { readLines } from '../lineReader';
import { isEventFile } from '../workspaceFolder';

/** The warning by which the store knows such a run: it is lost, on whatever host its recorder ran. */
export const EXPORTED_UNFINISHED = 'exported-unfinished';
const MARKER_FILE = 'imported.jsonl';

/** Leaves a warning in the run folder when no recorder's file holds a final status. Rejects as `fs` does. */
export async function markUnfinished(runDir: string, runId: RunId): Promise<void> {
  if (await hasEnded(runDir)) return;
  const message = l10n.t('The run had not ended when it was exported. What came later is not here.');
  // Dated as the run itself: a lost run ends with its last event, and this is none of it.
  const line = formatEvent({ e: 'warn', code: EXPORTED_UNFINISHED, message }, 0, decodeTime(runId) * 1000);
  try {
    await writeFile(path.join(runDir, MARKER_FILE), line, { flag: 'wx', flush: true });
  } catch (error) {
    // It was imported before, and exported again.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

async function hasEnded(runDir: string): Promise<boolean> {
  const names = (await readdir(runDir)).filter(isEventFile);
  for (const name of names) if (await holdsFinalStatus(path.join(runDir, name))) return true;
  return false;
}

async function holdsFinalStatus(file: string): Promise<boolean> {
  for (let offset = 0, more = true; more;) {
    const chunk = await readLines(file, offset);
    if (offset === 0 && !isRecorders(chunk.lines[0])) return false;
    ({ nextOffset: offset, more } = chunk);
    for (const line of chunk.lines) {
      // Most lines are metrics, which need not be parsed.
      if (line === undefined || !/"e":\s*"st"/.test(line)) continue;
      const event = parseEvent(line, 0, 0);
      if (event?.e === 'st' && event.status !== 'running') return true;
    }
  }
  return false;
}

/** Whether the first line of a file says that a recorder writes it: only its word counts for how a run stands. */
function isRecorders(line: string | undefined): boolean {
  const hello = line === undefined ? undefined : parseEvent(line, 0, 0);
  return hello?.e === 'hello' && hello.role === 'recorder';
}
