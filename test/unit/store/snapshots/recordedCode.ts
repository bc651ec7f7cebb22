/** Runs with code, as recorders and trackers leave them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runDir } from '../../../../src/common/workspaceFolder';
import type { RunId } from '../../../../src/protocol/entities';
import type { SnapshotManifest } from '../../../../src/protocol/snapshotManifest';
import type { NewEvent } from '../../../../src/protocol/trainingEvents';
import { Snapshot } from '../../../../src/recorder/snapshot';
import { specificationOf } from '../../recorder/snapshotSupport';
import type { TestWorkspace } from '../helpers';
import { editSnapshotIn } from '../../snapshotOnDisk';

/** Writes files of a workspace; `null` removes one. */
export function write(workspace: TestWorkspace, files: Record<string, string | null>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(workspace.dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (content === null) rmSync(file);
    else writeFileSync(file, content);
  }
}

interface RunOptions {
  /** Files that ran; without them nobody knows. */
  used?: string[];
  script?: string;
  command?: string[];
  parent?: RunId;
}

/** Appends the events of a run that has ended. */
export function appendRun(workspace: TestWorkspace, id: RunId, options: Omit<RunOptions, 'used'> = {}): void {
  const run = { id, name: id.slice(-4), experiment: 'x', command: ['python', 'train.py'], cwd: '.' };
  const events: NewEvent[] = [
    { e: 'hello', v: 1, role: 'recorder', pid: 1, host: 'elsewhere', argv: [] },
    { e: 'run', ...run, ...options },
    { e: 'st', status: 'finished', code: 0 },
  ];
  workspace.append(id, events);
}

/** Records a run on the workspace as it is. */
export async function recordCode(workspace: TestWorkspace, id: RunId, options: RunOptions = {}): Promise<void> {
  const { used, ...rest } = options;
  appendRun(workspace, id, { script: 'train.py', ...rest });
  const folder = runDir(workspace.dir, id);
  await new Snapshot(specificationOf(workspace.dir), folder, undefined, Date.now() + 1000).capture();
  if (used === undefined) return;
  editManifest(workspace, id, (manifest) => {
    manifest.marked = true;
    for (const file of manifest.files) if (used.includes(file.path)) file.used = true;
  });
}

/** Changes what the manifest of a run says. */
export function editManifest(workspace: TestWorkspace, id: RunId, edit: (manifest: SnapshotManifest) => void): void {
  editSnapshotIn(runDir(workspace.dir, id), edit);
}
