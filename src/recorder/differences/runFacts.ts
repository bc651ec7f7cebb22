import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { PACKAGES_FILE, runDir } from '../../common/workspaceFolder';
import type { ShownRun } from '../../protocol/commandLine';
import type { RunId } from '../../protocol/entities';
import type { PackageList, SnapshotManifest } from '../../protocol/snapshotManifest';
import type { InterpreterEvent, OpenEvent, RunEvent } from '../../protocol/trainingEvents';
import { readSnapshot } from '../checkouts/snapshotReader';
import { readRunDetails } from '../runDetails';

/** All that a run folder tells of how a result came about. */
export interface RunFacts {
  id: RunId;
  details: ShownRun;
  run: RunEvent;
  snapshot: SnapshotManifest;
  /** `null` where no tracker named an interpreter. */
  packages: PackageList | null;
  /** Files that it opened, in the order of its processes. */
  opens: OpenEvent[];
  /** The search path of its interpreter, absolute. */
  searchPath: string[];
}

/** Reads what is known of a run. Throws a {@link UserError} where that is too little to run it again. */
export async function readRunFacts(workspace: string, id: RunId): Promise<RunFacts> {
  let run: RunEvent | undefined;
  let interpreter: InterpreterEvent | undefined;
  const opens: OpenEvent[] = [];
  const details = await readRunDetails(workspace, id, (event) => {
    if (event.e === 'run') run = event;
    if (event.e === 'py') interpreter ??= event;
    if (event.e === 'open') opens.push(event);
  });
  if (run === undefined) throw new UserError(l10n.t('{0} did not say what it runs: it cannot be run again.', id));
  const snapshot = await readSnapshot(workspace, id);
  const packages = await readPackages(path.join(runDir(workspace, id), PACKAGES_FILE));
  return { id, details, run, snapshot, packages, opens, searchPath: interpreter?.paths ?? [] };
}

async function readPackages(file: string): Promise<PackageList | null> {
  try {
    const list = JSON.parse(await readFile(file, 'utf8')) as PackageList | null;
    return list?.version === 1 && Array.isArray(list.packages) ? list : null;
  } catch {
    return null;
  }
}
