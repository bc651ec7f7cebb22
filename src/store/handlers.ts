/** What answers each method of the store: one line a method, in groups by what they are about. */
import type { RunId } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import type { StoreApi } from '../protocol/storeApi';
import { readArtifact } from './artifactContents';
import { chosenDirections, listExperiments } from './choices';
import { relatedRuns } from './comparison/relatedRuns';
import { repeatGroups } from './comparison/repeatGroups';
import { readRunFiles } from './comparison/runFiles';
import { triedValues } from './comparison/triedValues';
import { whatChanged } from './comparison/whatChanged';
import type { Database } from './database/database';
import { listDatasets } from './datasets';
import type { BundleJobs } from './edits/bundleJobs';
import { setBaseline, setDirection, setKeyMetric } from './edits/choiceEdits';
import { type EditContext, moveToExperiment, renameRun, setNote, setTags } from './edits/runEdits';
import type { Trash } from './edits/trash';
import type { SeriesRepair } from './ingest/seriesRepair';
import { leadOf } from './insights/lead';
import { importanceOf } from './insights/runImportance';
import { surroundingsOf } from './insights/surroundings';
import { listModels } from './models';
import { listPlots, plotHistory, plotSteps, readPlots } from './plots/plotQueries';
import { changesSince } from './queries/changesSince';
import { RunOutputs } from './output/runOutputs';
import type { ReportSources } from './report/reportDatabase';
import { saveReport } from './report/saveReport';
import { compareRuns } from './queries/compareRuns';
import { completeFilter } from './queries/filterCompletions';
import { lineageOf } from './queries/lineage';
import { listKeys, listMetrics } from './queries/metricKeys';
import { rerunForm } from './queries/rerunForm';
import { groupRuns } from './queries/runGroups';
import { countRuns, listRuns } from './queries/runList';
import { getRun } from './queries/runQueries';
import { recentScripts, runProgress, scriptRuns } from './queries/scriptRuns';
import { previousRun } from './queries/previousRun';
import { columnQuantiles, countColumns, tableColumns } from './queries/table/tableColumns';
import { tableGroups } from './queries/table/tableGroups';
import { tableOrder } from './queries/table/tableOrder';
import { tableRows } from './queries/table/tableRows';
import { listTrash } from './queries/trashQueries';
import type { DecimationCache } from './series/decimationCache';
import { readSeries } from './series/series';
import { diffSnapshots } from './snapshots/snapshotDiff';
import { getSnapshot, listSnapshotFolder, readSnapshotFile, statSnapshotPath } from './snapshots/snapshotQueries';
import { RunSnapshots } from './snapshots/runSnapshots';

/** What the handlers work with. */
export interface HandlerContext {
  workspaceDir: string;
  /** Throws when the store is closed; so does `edits`. */
  database: () => Database;
  edits: () => EditContext;
  decimated: DecimationCache;
  repair: SeriesRepair;
  jobs: BundleJobs;
  trash: Trash;
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Every method of the store, answered with what the context gives. */
export function makeHandlers(context: HandlerContext): Handlers<StoreApi> {
  const { database: db, edits, decimated, jobs, repair, trash, workspaceDir } = context;
  const snapshots = new RunSnapshots(workspaceDir, db);
  const readFiles = (runId: RunId) => readRunFiles(snapshots, runId);
  const outputs = new RunOutputs(workspaceDir);
  const reportSources = (): ReportSources => {
    return { store: db(), readFiles, readArtifact: (query) => readArtifact(db(), workspaceDir, query) };
  };
  return {
    listRuns: (query) => listRuns(db(), query),
    countRuns: (selected) => countRuns(db(), selected),
    getRun: ({ runId }) => getRun(db(), runId),
    groupRuns: (query) => groupRuns(db(), query),
    changesSince: ({ revision }) => changesSince(db(), revision),
    listKeys: (query) => listKeys(db(), query),
    listMetrics: (query) => listMetrics(db(), query),
    completeFilter: ({ filter }) => completeFilter(db(), filter),
    rerunForm: ({ runId }) => rerunForm(db(), context.workspaceDir, runId),
    compareRuns: ({ runIds }) => compareRuns(db(), runIds),
    repeatGroups: ({ runIds }) => repeatGroups(db(), readFiles, runIds),
    relatedRuns: ({ runId }) => relatedRuns(db(), runId),
    lineage: ({ runId }) => lineageOf(db(), runId),
    whatChanged: (query) => whatChanged(db(), snapshots, query),
    triedValues: (query) => triedValues(db(), snapshots, query),
    importance: (query) => importanceOf(db(), query),
    lead: (query) => leadOf(db(), readFiles, query),
    surroundings: ({ runIds, onlyDifferences }) => surroundingsOf(db(), readFiles, runIds, onlyDifferences),
    listPlots: (query) => listPlots(db(), query),
    plotSteps: (query) => plotSteps(db(), query),
    readPlots: (query) => readPlots(db(), query),
    plotHistory: (query) => plotHistory(db(), query),
    series: (query) => repair.answer((damaged) => readSeries(db(), query, decimated, damaged)),
    scriptRuns: ({ script, limit }) => scriptRuns(db(), script, limit),
    runProgress: ({ runIds }) => runProgress(db(), runIds),
    recentScripts: ({ limit }) => recentScripts(db(), limit),
    tableColumns: () => tableColumns(db()),
    countColumns: (selected) => countColumns(db(), selected),
    tableOrder: (query) => tableOrder(db(), query),
    tableRows: ({ runIds, columns }) => tableRows(db(), runIds, columns),
    tableGroups: ({ groups, columns }) => tableGroups(db(), groups, columns),
    columnQuantiles: (query) => columnQuantiles(db(), query),
    listDatasets: () => listDatasets(db()),
    listModels: () => listModels(db()),
    renameRun: ({ runId, name }) => renameRun(edits(), runId, name),
    setNote: ({ runId, note }) => setNote(edits(), runId, note),
    setTag: ({ runId, key, value }) => setTags(edits(), [runId], key, value),
    setTags: ({ runIds, key, value }) => setTags(edits(), runIds, key, value),
    moveToExperiment: ({ runIds, experiment }) => moveToExperiment(edits(), runIds, experiment),
    setBaseline: ({ experiment, runId }) => setBaseline(edits(), experiment, runId),
    setKeyMetric: ({ experiment, key }) => setKeyMetric(edits(), experiment, key),
    setDirection: ({ key, direction }) => setDirection(edits(), key, direction),
    experiments: () => listExperiments(db()),
    directions: () => chosenDirections(db()),
    exportRuns: ({ runIds, file, job }) => jobs.exportRuns(edits(), runIds, file, job),
    importRuns: ({ file, job }) => jobs.importRuns(edits(), file, job),
    saveReport: (query) => jobs.start(query.job, (options) => saveReport(reportSources(), query, options)),
    cancelJob: ({ job }) => jobs.cancel(job),
    trashRuns: ({ runIds }) => trash.put(runIds),
    restoreRuns: ({ runIds }) => trash.restore(runIds),
    listTrash: ({ offset, limit }) => listTrash(db(), offset, limit),
    emptyTrash: ({ runIds }) => trash.empty(runIds),
    getSnapshot: ({ runId }) => getSnapshot(snapshots, runId),
    listSnapshotFolder: (query) => listSnapshotFolder(snapshots, query),
    statSnapshotPath: ({ runId, path }) => statSnapshotPath(snapshots, runId, path),
    readSnapshotFile: ({ runId, path }) => readSnapshotFile(snapshots, runId, path),
    diffSnapshots: ({ left, right, used }) => diffSnapshots(snapshots, left, right, used === true),
    previousRun: ({ runId }) => previousRun(db(), runId),
    outputState: ({ runId }) => outputs.state(runId),
    readOutput: ({ runId, from, to }) => outputs.read(runId, from, to),
    searchOutput: ({ runId, text, from }) => outputs.search(runId, text, from),
    readArtifact: (query) => readArtifact(db(), workspaceDir, query),
    refresh: () => {
      db();
      return context.refresh();
    },
    close: () => context.close(),
  };
}
