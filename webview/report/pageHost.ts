/** Answers the comparison page in a report, as the extension host answers it in the editor. */
import { parseCompareLayout } from '../../src/protocol/compareLayout';
import type { ComparePageApi, ComparePageEvent, CompareStrings } from '../../src/protocol/pagesApi';
import type { ReportStart } from '../../src/protocol/reportApi';
import type { Handlers } from '../../src/protocol/rpc';
import { setChoice } from '../../src/store/choices';
import { repeatGroups } from '../../src/store/comparison/repeatGroups';
import type { Database } from '../../src/store/database/database';
import { leadOf } from '../../src/store/insights/lead';
import { importanceOf } from '../../src/store/insights/runImportance';
import { surroundingsOf } from '../../src/store/insights/surroundings';
import { listPlots, plotHistory, plotSteps, readPlots } from '../../src/store/plots/plotQueries';
import { compareRuns } from '../../src/store/queries/compareRuns';
import { filesIn } from '../../src/store/report/reportedFiles';
import { readPicture } from '../../src/store/report/reportedPictures';
import { DecimationCache } from '../../src/store/series/decimationCache';
import { readSeries } from '../../src/store/series/series';
import { choose } from './choose';
import { download } from './download';

export interface HostContext {
  start: ReportStart;
  strings: CompareStrings;
  /** The runs. */
  report: Database;
  /** Tells the page something unasked. */
  send: (event: ComparePageEvent) => void;
}

/** Every method of the page. What only an editor can do, the page does not offer in a report. */
export function makeHandlers({ start, strings, report, send }: HostContext): Handlers<ComparePageApi> {
  const { runIds, layout, savedAt, version } = start;
  const decimated = new DecimationCache();
  const readFiles = filesIn(report);
  const nothing = (): void => undefined;
  return {
    ready: () => ({
      folder: '',
      runIds,
      layout: parseCompareLayout(layout),
      report: { savedAt, version, runs: runIds.length },
    }),
    comparison: ({ runIds }) => compareRuns(report, runIds),
    series: (query) => readSeries(report, query, decimated),
    repeats: ({ runIds }) => repeatGroups(report, readFiles, runIds),
    lead: (query) => leadOf(report, readFiles, query),
    importance: (query) => importanceOf(report, query),
    surroundings: ({ runIds, onlyDifferences }) => surroundingsOf(report, readFiles, runIds, onlyDifferences),
    listPlots: (query) => listPlots(report, query),
    plotSteps: (query) => plotSteps(report, query),
    readPlots: (query) => readPlots(report, query),
    plotHistory: (query) => plotHistory(report, query),
    readArtifact: (query) => readPicture(report, query),
    setDirection: ({ key, direction }) => {
      setChoice(report, 'direction', key, direction);
      send({ kind: 'changed', runs: [], datasets: false, models: false, choices: true });
    },
    pickRuns: ({ runIds: shown }) => {
      const choices = compareRuns(report, runIds).runs.map(({ id, name }) => {
        return { value: id, label: name, picked: shown.includes(id) };
      });
      return choose(choices, { ...strings, title: strings.pickRuns }, true);
    },
    pickMetric: async ({ keys }) => {
      const choices = keys.map((key) => ({ value: key, label: key }));
      return (await choose(choices, { ...strings, title: strings.otherMetric }, false))?.[0];
    },
    saveChart: ({ name, format, content }) => download(`${name}.${format}`, content),
    saveLayout: nothing,
    showsRuns: nothing,
    saveReport: nothing,
    showOutput: nothing,
    revealRun: nothing,
    stopRun: nothing,
  };
}
