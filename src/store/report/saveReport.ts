/** Writes runs into a report. */
import * as l10n from '@vscode/l10n';
import { version } from '../../../package.json';
import { replaceFile } from '../../common/atomicFile';
import type { JobOptions } from '../../common/bundle/exportBundle';
import { fileProblem, isAbort } from '../../common/bundle/fileTexts';
import { UserError } from '../../common/errors';
import type { CompareLayout } from '../../protocol/compareLayout';
import type { RunId } from '../../protocol/entities';
import type { ReportApi, ReportPage, SavedReport } from '../../protocol/reportApi';
import type { Args } from '../../protocol/rpc';
import type { Database } from '../database/database';
import { reportDatabase, type ReportedRun, type ReportSources } from './reportDatabase';
import { reportHtml } from './reportHtml';

/** Rejects with a {@link UserError} that says what to do, and leaves the file as it was then. */
export async function saveReport(
  sources: ReportSources,
  { runIds, file, page, programDir }: Args<ReportApi, 'saveReport'>,
  options: JobOptions,
): Promise<SavedReport> {
  const runs = runsOf(sources.store, runIds);
  if (runs.length === 0) throw new UserError(l10n.t('These runs do not exist any more. Choose others.'));
  const layout = layoutFor(page, keysIn(sources.store, runs));
  const shown = runs.map(({ uid }) => uid);
  try {
    const database = await reportDatabase(sources, runs, programDir, options);
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

/** In the order asked for; those that are gone or in the trash are left out. */
function runsOf(db: Database, runIds: readonly RunId[]): ReportedRun[] {
  return db
    .prepare<{ id: number; uid: RunId }>(
      `SELECT r.id, r.uid FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value
       WHERE r.trashed_at IS NULL ORDER BY j.key`,
    )
    .all(JSON.stringify([...new Set(runIds)]));
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
