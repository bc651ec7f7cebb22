/** Pictures that runs logged, as a report holds them: it has no run folders. */
import type { ArtifactContent, ArtifactsApi } from '../../protocol/artifactsApi';
import type { RunId } from '../../protocol/entities';
import type { Args } from '../../protocol/rpc';
import type { Database } from '../database/database';

/** As the page reads them: of larger ones it says how large they are. */
const MOST_PICTURE_BYTES = 32 * 1024 * 1024;

const TABLE = `CREATE TABLE report_pictures (
  run TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (run, path)
) WITHOUT ROWID`;

type PictureQuery = Args<ArtifactsApi, 'readArtifact'>;

/** Reads a file that a run wrote; `null` where it is gone. */
export type ReadArtifact = (query: PictureQuery) => Promise<ArtifactContent | null>;

/** Writes the pictures of the runs in a report into it. `onBytes` hears the size of each, and may throw. */
export async function writePictures(
  report: Database,
  read: ReadArtifact,
  onBytes: (bytes: number) => void,
): Promise<void> {
  report.exec(TABLE);
  const pictures = report
    .prepare<{ run: RunId; path: string }>(
      `SELECT DISTINCT r.uid AS run, json_extract(p.data, '$.path') AS path FROM plots p JOIN runs r ON r.id = p.run
       WHERE p.kind = 'image' AND json_extract(p.data, '$.path') IS NOT NULL`,
    )
    .all();
  const insert = report.prepare('INSERT INTO report_pictures (run, path, size, bytes) VALUES (?, ?, ?, ?)');
  for (const { run, path } of pictures) {
    const found = await read({ runId: run, path, limit: MOST_PICTURE_BYTES });
    if (found === null) continue;
    const bytes = found.size > found.bytes.length ? new Uint8Array() : found.bytes;
    onBytes(bytes.length);
    insert.run(run, path, found.size, bytes);
  }
}

/** A picture in a report. */
export function readPicture(report: Database, { runId, path, limit }: PictureQuery): ArtifactContent | null {
  const found = report
    .prepare<{ size: number; bytes: Uint8Array }>('SELECT size, bytes FROM report_pictures WHERE run = ? AND path = ?')
    .get(runId, path);
  return found === undefined ? null : { size: found.size, bytes: found.bytes.slice(0, limit) };
}
