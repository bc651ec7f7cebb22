/** Makes the SQLite file that a report holds. */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { JobOptions } from '../../common/bundle/exportBundle';
import { UserError } from '../../common/errors';
import type { RunId } from '../../protocol/entities';
import type { ReadRunFiles } from '../comparison/runFiles';
import type { Database } from '../database/database';
import { migrate } from '../database/migrations';
import { SqljsEngine } from '../database/sqljsEngine';
import { writeFiles } from './reportedFiles';
import { type ReadArtifact, writePictures } from './reportedPictures';
import { copySeries, copyTables } from './reportTables';

/** What runs hold at most, as it is stored: browsers read a file of half as much again, and hold it twice. */
export const MOST_BYTES = 200_000_000;
const MEGABYTE = 1_000_000;

export interface ReportedRun {
  /** `runs.id`. */
  id: number;
  uid: RunId;
}

/** What a report is made from. */
export interface ReportSources {
  store: Database;
  readFiles: ReadRunFiles;
  readArtifact: ReadArtifact;
}

/** The bytes of a SQLite file that holds these runs and nothing else. Rejects with a {@link UserError} when it is too large. */
export async function reportDatabase(
  { store, readFiles, readArtifact }: ReportSources,
  runs: readonly ReportedRun[],
  programDir: string,
  { signal, onProgress }: JobOptions,
): Promise<Uint8Array> {
  const rows = runs.map(({ id }) => id);
  const series = seriesOf(store, rows);
  const total = plotBytes(store, rows) + series.reduce((sum, { bytes }) => sum + bytes, 0);
  requireOpenable(total);
  const report = (await SqljsEngine.load(path.join(programDir, 'sql-wasm.wasm'))).open();
  try {
    migrate(report);
    copyTables(store, report, rows);
    let done = 0;
    for (const { id, bytes } of series) {
      signal?.throwIfAborted();
      copySeries(store, report, id);
      onProgress?.((done += bytes), total);
      // Others wait for the store as well.
      await setImmediate();
    }
    const shown = runs.map(({ uid }) => uid);
    await writeFiles(report, shown, readFiles);
    let pictures = 0;
    await writePictures(report, readArtifact, (bytes) => {
      signal?.throwIfAborted();
      requireOpenable(total + (pictures += bytes));
    });
    signal?.throwIfAborted();
    return report.image();
  } finally {
    report.close();
  }
}

function seriesOf(db: Database, rows: readonly number[]): { id: number; bytes: number }[] {
  return db
    .prepare<{ id: number; bytes: number }>(
      `SELECT s.id, coalesce(sum(length(c.data)), 0) AS bytes FROM json_each(?) j CROSS JOIN series s ON s.run = j.value
       LEFT JOIN series_chunks c ON c.series = s.id GROUP BY s.id`,
    )
    .all(JSON.stringify(rows));
}

function plotBytes(db: Database, rows: readonly number[]): number {
  return db
    .prepare<{ bytes: number }>(
      'SELECT coalesce(sum(length(p.data)), 0) AS bytes FROM json_each(?) j CROSS JOIN plots p ON p.run = j.value',
    )
    .get(JSON.stringify(rows))!.bytes;
}

function requireOpenable(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const megabytes = (value: number): number => Math.ceil(value / MEGABYTE);
  throw new UserError(
    l10n.t(
      'These runs hold {0} MB or more, and browsers open reports of up to {1} MB. Choose fewer runs, or export them.',
      megabytes(bytes),
      megabytes(MOST_BYTES),
    ),
  );
}
