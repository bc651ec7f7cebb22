/** Writes runs into a report. */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { version } from '../../../package.json';
import { replaceFile } from '../../common/atomicFile';
import type { JobOptions } from '../../common/bundle/exportBundle';
import { fileProblem, isAbort } from '../../common/bundle/fileTexts';
import { UserError } from '../../common/errors';
import type { Args } from '../../protocol/rpc';
import type { CompareLayout } from '../../protocol/compareLayout';
import type { RunId } from '../../protocol/entities';
import type { ReportApi, ReportPage, SavedReport } from '../../protocol/reportApi';
import type { ReadRunFiles } from '../comparison/runFiles';
import type { Database } from '../database/database';
import { migrate } from '../database/migrations';
import { SqljsEngine } from '../database/sqljsEngine';
import { reportHtml } from './reportHtml';
import { copySeries, copyTables } from './reportTables';
import { writeFiles } from './reportedFiles';

/** Points of the runs, as they are stored: browsers read a file of half as much again, and hold it twice. */
export const MOST_BYTES = 200_000_000;
const MEGABYTE = 1_000_000;

interface Series {
  id: number;
  bytes: number;
}

/** Rejects with a {@link UserError} that says what to do, and leaves the file as it was then. */
export async function saveReport(
  from: Database,
  read: ReadRunFiles,
  { runIds, file, page, programDir }: Args<ReportApi, 'saveReport'>,
  options: JobOptions,
): Promise<SavedReport> {
  const runs = runsOf(from, runIds);
  if (runs.length === 0) throw new UserError(l10n.t('These runs do not exist any more. Choose others.'));
  const shown = runs.map(({ uid }) => uid);
  try {
    const database = await reportDatabase(from, runs, read, path.join(programDir, 'sql-wasm.wasm'), options);
    const layout = layoutFor(page, keysIn(from, runs));
    const start = { savedAt: Date.now(), version, runIds: shown, layout, view: page.view };
    const html = await reportHtml(programDir, { page, start, database });
    options.signal?.throwIfAborted();
    await replaceFile(file, html);
    return { runs: runs.length, bytes: html.length };
  } catch (error) {
    if (isAbort(error) || error instanceof UserError) throw error;
    throw new UserError(l10n.t('The report was not saved: {0}', fileProblem(error, file)));
  }
}

interface ReportedRun {
  id: number;
  uid: RunId;
}

/** In the order asked for; those that are gone or in the trash are left out. */
function runsOf(db: Database, runIds: readonly RunId[]): ReportedRun[] {
  return db
    .prepare<{ id: number; uid: RunId }>(
      `SELECT r.id, r.uid FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value
       WHERE r.trashed_at IS NULL ORDER BY j.key`,
    )
    .all(JSON.stringify([...new Set(runIds)]));
}

/** The bytes of a SQLite file that holds these runs and nothing else. */
async function reportDatabase(
  from: Database,
  runs: readonly ReportedRun[],
  read: ReadRunFiles,
  wasmPath: string,
  { signal, onProgress }: JobOptions,
): Promise<Uint8Array> {
  const rows = runs.map(({ id }) => id);
  const series = seriesOf(from, rows);
  const total = series.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > MOST_BYTES) throw tooLarge(total);
  const report = (await SqljsEngine.load(wasmPath)).open();
  try {
    migrate(report);
    copyTables(from, report, rows);
    let done = 0;
    for (const { id, bytes } of series) {
      signal?.throwIfAborted();
      copySeries(from, report, id);
      onProgress?.((done += bytes), total);
      // Others wait for the store as well.
      await setImmediate();
    }
    await writeFiles(
      report,
      runs.map(({ uid }) => uid),
      read,
    );
    signal?.throwIfAborted();
    return report.image();
  } finally {
    report.close();
  }
}

function seriesOf(db: Database, rows: readonly number[]): Series[] {
  return db
    .prepare<{ id: number; bytes: number }>(
      `SELECT s.id, coalesce(sum(length(c.data)), 0) AS bytes FROM json_each(?) j CROSS JOIN series s ON s.run = j.value
       LEFT JOIN series_chunks c ON c.series = s.id GROUP BY s.id`,
    )
    .all(JSON.stringify(rows));
}

function tooLarge(bytes: number): UserError {
  const megabytes = (value: number): number => Math.ceil(value / MEGABYTE);
  return new UserError(
    l10n.t(
      'The points of these runs take {0} MB, and browsers open reports of up to {1} MB. Choose fewer runs, or export them.',
      megabytes(bytes),
      megabytes(MOST_BYTES),
    ),
  );
}

function keysIn(db: Database, runs: readonly ReportedRun[]): Set<string> {
  const rows = db
    .prepare<{ key: string }>(
      `SELECT DISTINCT k.key FROM json_each(?) j CROSS JOIN series s ON s.run = j.value
       JOIN metric_keys k ON k.id = s.key`,
    )
    .all(JSON.stringify(runs.map(({ id }) => id)));
  return new Set(rows.map(({ key }) => key));
}

/** A layout names metrics of other runs as well. */
function layoutFor({ layout }: ReportPage, keys: ReadonlySet<string>): CompareLayout {
  return {
    order: layout.order.filter((key) => keys.has(key)),
    charts: Object.fromEntries(Object.entries(layout.charts).filter(([key]) => keys.has(key))),
  };
}
