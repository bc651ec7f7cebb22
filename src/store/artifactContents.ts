/** Reads files that runs wrote. What an imported run names may be hostile: nothing outside of its folders is read. */
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from '../common/hashing';
import { statFile } from '../common/statFile';
import { ARTIFACTS_FOLDER, relativeToWorkspace, runDir } from '../common/workspaceFolder';
import type { ArtifactContent } from '../protocol/artifactsApi';
import type { RunId } from '../protocol/entities';
import type { Database } from './database/database';
import { hasPicture } from './plots/plotQueries';

/** A larger file of the workspace is not hashed to find out whether it is still what the run wrote. */
const MOST_HASHED = 256 * 1024 * 1024;

interface ArtifactRow {
  digest: string;
  size: number;
  copy: string | null;
}

/** See `ArtifactsApi`. */
export async function readArtifact(
  db: Database,
  workspaceDir: string,
  query: { runId: RunId; path: string; limit: number },
): Promise<ArtifactContent | null> {
  const artifact = db
    .prepare<ArtifactRow>(
      'SELECT a.digest, a.size, a.copy FROM artifacts a JOIN runs r ON r.id = a.run WHERE r.uid = ? AND a.path = ?',
    )
    .get(query.runId, query.path);
  if (artifact === undefined) return readPicture(db, workspaceDir, query);
  const { copy, digest, size } = artifact;
  const kept = copy === null ? undefined : await fileInside(runDir(workspaceDir, query.runId), copy);
  if (kept !== undefined) return readStart(kept, query.limit);
  const file = await fileInside(workspaceDir, query.path);
  if (file === undefined || statFile(file)?.size !== size || size > MOST_HASHED) return null;
  if ((await hashFile(file)) !== digest) return null;
  return readStart(file, query.limit);
}

/** A picture that a run logged is there before the run has ended and its files have become artifacts. */
async function readPicture(
  db: Database,
  workspaceDir: string,
  { runId, path: relative, limit }: { runId: RunId; path: string; limit: number },
): Promise<ArtifactContent | null> {
  if (!hasPicture(db, runId, relative)) return null;
  const file = await fileInside(path.join(runDir(workspaceDir, runId), ARTIFACTS_FOLDER), relative);
  return file === undefined ? null : readStart(file, limit);
}

/** The real path of a plain file below a folder; `undefined` where there is none, or a link leads out. */
async function fileInside(folder: string, relative: string): Promise<string | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(path.join(folder, relative))]);
    return relativeToWorkspace(root, file) === undefined ? undefined : file;
  } catch {
    return undefined;
  }
}

async function readStart(file: string, limit: number): Promise<ArtifactContent | null> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return null;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return null;
    const { size } = stats;
    const bytes = new Uint8Array(Math.min(size, limit));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return { bytes: bytes.slice(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}
