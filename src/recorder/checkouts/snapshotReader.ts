import * as l10n from '@vscode/l10n';
import { errorCode, UserError } from '../../common/errors';
import { readManifestJson } from '../../common/snapshots/manifestJson';
import { runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import { unsafePath } from './safePaths';

/**
 * Reads the snapshot of a run. It may come from elsewhere: paths that would lead out of the folder that it is written to
 * are refused. Throws a {@link UserError} where there is none, or none that can be used.
 */
export async function readSnapshot(workspace: string, id: RunId): Promise<SnapshotManifest> {
  const manifest = await parse(runDir(workspace, id), id);
  const unsafe = unsafePath(
    manifest.files.map((file) => file.path),
    process.platform,
  );
  if (unsafe === undefined) return manifest;
  throw new UserError(l10n.t('The snapshot of {0} names {1}, which must not be written. Nothing was.', id, unsafe));
}

async function parse(folder: string, id: RunId): Promise<SnapshotManifest> {
  let manifest: unknown;
  try {
    manifest = await readManifestJson(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new UserError(l10n.t('{0} has no snapshot: its code was not kept, or its recorder was killed.', id));
    }
    throw new UserError(l10n.t('The snapshot of {0} cannot be read.', id));
  }
  if (isManifest(manifest)) return manifest;
  throw new UserError(l10n.t('The snapshot of {0} cannot be read.', id));
}

function isManifest(value: unknown): value is SnapshotManifest {
  const manifest = value as SnapshotManifest | null | undefined;
  if (manifest?.version !== 1 || !Array.isArray(manifest.leftOut) || !Array.isArray(manifest.files)) return false;
  return manifest.files.every(isFile) && isEnvironment(manifest.environment);
}

function isFile(file: SnapshotFile | null): boolean {
  if (file === null || typeof file.path !== 'string' || !/^[0-9a-f]{64}$/.test(file.object)) return false;
  return Number.isInteger(file.mode) && Number.isInteger(file.size) && file.size >= 0;
}

function isEnvironment(environment: SnapshotManifest['environment'] | null | undefined): boolean {
  if (environment === null || environment === undefined || typeof environment.cwd !== 'string') return false;
  const { command, variables } = environment;
  if (!Array.isArray(command) || command.some((word) => typeof word !== 'string')) return false;
  return typeof variables === 'object' && Object.values(variables).every((one) => typeof one === 'string');
}
