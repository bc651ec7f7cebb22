/** Runs with all that hangs on them, in a folder as a recorder leaves it: events, snapshot, contents, packages. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { storeObject } from '../../../src/common/objectStore';
import { PACKAGES_FILE, runDir } from '../../../src/common/workspaceFolder';
import type { ParamValue } from '../../../src/protocol/numbers';
import type { PackageList, SnapshotEnvironment, SnapshotManifest } from '../../../src/protocol/snapshotManifest';
import type { NewEvent, RunEvent, StatusEvent } from '../../../src/protocol/trainingEvents';
import { points, runIdOf, startedRun, type TestWorkspace } from './helpers';
import { writeManifest } from '../../../src/common/snapshots/manifestJson';

export interface MadeRun extends Partial<Pick<RunEvent, 'script' | 'parent' | 'basedOn' | 'command'>> {
  params?: Record<string, ParamValue>;
  metrics?: Record<string, number[]>;
  data?: Record<string, string>;
  /** Contents by path; without it there is no snapshot. */
  code?: Record<string, string>;
  /** Paths of the files that ran, where a tracker told. */
  used?: string[];
  git?: SnapshotManifest['git'];
  environment?: Partial<SnapshotEnvironment>;
  packages?: Record<string, string>;
  python?: string;
  status?: StatusEvent['status'];
}

const MACHINE: SnapshotEnvironment = {
  platform: 'linux',
  arch: 'x64',
  release: '6.1',
  host: 'birch',
  user: 'ada',
  cpus: 8,
  cpuModel: 'A processor',
  memory: 2 ** 34,
  gpus: [],
  driver: null,
  command: ['python', 'train.py'],
  cwd: '.',
  interpreter: '/usr/bin/python3',
  variables: {},
};

/** Writes the n-th run; gives its id. */
export async function makeRun(workspace: TestWorkspace, n: number, run: MadeRun): Promise<string> {
  const id = runIdOf(n);
  workspace.append(id, eventsOf(id, n, run));
  if (run.code !== undefined) await writeSnapshot(workspace.dir, id, run, run.code);
  if (run.packages !== undefined) writeJson(workspace.dir, id, PACKAGES_FILE, packagesOf(run, run.packages));
  return id;
}

function eventsOf(id: string, n: number, run: MadeRun): NewEvent[] {
  const { script = 'train.py', status = 'finished', parent, basedOn, command } = run;
  const more = { script, ...(parent && { parent }), ...(basedOn && { basedOn }), ...(command && { command }) };
  return [
    ...startedRun(id, `run-${n}`).map((event) => (event.e === 'run' ? { ...event, ...more } : event)),
    ...Object.entries(run.params ?? {}).map(([k, v]): NewEvent => ({ e: 'p', k, v })),
    ...Object.entries(run.metrics ?? {}).flatMap(([key, values]) => points(key, values)),
    ...Object.entries(run.data ?? {}).map(([file, digest]): NewEvent => ({ e: 'ds', path: file, digest, size: 10 })),
    ...(status === 'running' ? [] : [{ e: 'st', status, code: 0 } satisfies NewEvent]),
  ];
}

async function writeSnapshot(dir: string, id: string, run: MadeRun, code: Record<string, string>): Promise<void> {
  const files = await Promise.all(
    Object.entries(code).map(async ([file, content]) => ({
      path: file,
      mode: 0o644,
      size: content.length,
      object: await storeObject(dir, Buffer.from(content)),
      ...(run.used?.includes(file) === true ? { used: true as const } : {}),
    })),
  );
  const manifest: SnapshotManifest = {
    version: 1,
    createdAt: 0,
    git: run.git ?? null,
    environment: { ...MACHINE, ...run.environment },
    files,
    leftOut: [],
    ...(run.used === undefined ? {} : { marked: true }),
  };
  await writeManifest(runDir(dir, id), manifest);
}

function packagesOf({ python = '3.12.1' }: MadeRun, packages: Record<string, string>): PackageList {
  return {
    version: 1,
    createdAt: 0,
    interpreter: { path: '/usr/bin/python3', version: python },
    packages: Object.entries(packages).map(([name, version]) => ({ name, version })),
  };
}

function writeJson(dir: string, id: string, name: string, value: unknown): void {
  writeFileSync(path.join(runDir(dir, id), name), JSON.stringify(value));
}
