import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { UserError } from '../../common/errors';
import type { RunDetail } from '../../protocol/entities';
import type { BisectionReport, ReproductionCheck, ReproductionReport } from '../../protocol/reproduction';
import { type CommandLine, runJson } from '../../platform/commandLine';
import type { Commands, RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { withProgress } from '../../platform/progress';
import { folderOf, requireTrust } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import { type AgainTask, onAgainEnd, registerAgainTasks, startAgain } from './againTask';
import { Announced } from './announced';
import { askBisection } from './askBisection';
import { announceBisection, announceNoResult, announceReproduction } from './endTexts';
import { openReport, registerReports } from './reports';
import { RestoreFlow } from './restoreFlow';

/** What restoring needs of other features. */
export interface RestoringNeeds {
  /** Asks the user for a run, when a command was called without one. */
  pickRun(title: string): Promise<RunTarget | undefined>;
}

/** Restoring the code of runs, doing runs again, and finding what moved a metric. */
export function registerRestoring(
  commandLine: CommandLine,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  state: vscode.Memento,
  needs: RestoringNeeds,
): Disposable {
  const disposables = new DisposableStore();
  const announced = new Announced(state);
  const flow = new RestoreFlow(commandLine, errors);
  const detailOf = async ({ folder, runId }: RunTarget): Promise<RunDetail> => {
    const detail = await stores.get(folder).request('getRun', { runId });
    if (detail === null) throw new UserError(vscode.l10n.t('This run is gone.'));
    return detail;
  };

  const restore = async (run?: RunTarget): Promise<void> => {
    const target = run ?? (await needs.pickRun(vscode.l10n.t('Restore the code of which run?')));
    if (target === undefined) return;
    const { name } = await detailOf(target);
    await flow.start({ folder: target.folder, runId: target.runId, name });
  };

  /** Whether other data is allowed; `undefined` when the user would rather not. Throws where the command cannot begin. */
  const check = async (name: string, words: string[]): Promise<boolean | undefined> => {
    const title = vscode.l10n.t('Looking for the data of {0}…', name);
    const { otherData } = await withProgress(title, () =>
      runJson<ReproductionCheck>(commandLine, [...words, '--check']),
    );
    if (otherData.length === 0) return false;
    return (await allowsOtherData(name, otherData)) ? true : undefined;
  };

  const reproduce = async (run?: RunTarget): Promise<void> => {
    requireTrust();
    const target = run ?? (await needs.pickRun(vscode.l10n.t('Reproduce which run?')));
    if (target === undefined) return;
    const { folder, runId } = target;
    const { name, purpose } = await detailOf(target);
    if (purpose === 'reproduction') return openReport({ folder, kind: 'reproduction', id: runId }, name);
    const allowOtherData = await check(name, ['reproduce', runId, '--workspace', folder]);
    if (allowOtherData === undefined) return;
    const asked = { action: 'reproduce' as const, runs: [runId], allowOtherData };
    await startAgain(commandLine, folderOf(vscode.Uri.file(folder)), asked, vscode.l10n.t('reproduce {0}', name));
  };

  const bisect = async (run?: RunTarget, selected: readonly RunTarget[] = []): Promise<void> => {
    requireTrust();
    const asked = await askBisection(run, selected, (title) => needs.pickRun(title), detailOf);
    if (asked === undefined) return;
    const { folder, good, bad, metric } = asked;
    const { name } = await detailOf({ folder, runId: good });
    const words = ['bisect', good, bad, '--metric', metric, '--workspace', folder];
    const allowOtherData = await check(name, words);
    if (allowOtherData === undefined) return;
    const definition = { action: 'bisect' as const, runs: [good, bad], metric, allowOtherData };
    await startAgain(commandLine, folderOf(vscode.Uri.file(folder)), definition, vscode.l10n.t('bisect {0}', metric));
  };

  /** The exit codes of the command: 0 and 3 tell that there is a report. */
  const announce = async (folder: string, task: AgainTask, exitCode: number): Promise<void> => {
    if (!(await announced.isFirst(task.definition.id))) return;
    await stores.get(folder).request('refresh', {});
    if (exitCode !== 0 && exitCode !== 3) return announceNoResult(task.name);
    const { action, id } = task.definition;
    const words = action === 'reproduce' ? ['reproduce', id, '--report'] : ['bisect', '--report', id];
    const report = await runJson<unknown>(commandLine, [...words, '--json', '--workspace', folder]);
    if (action === 'reproduce') await announceReproduction(folder, report as ReproductionReport);
    else await announceBisection(folder, report as BisectionReport);
  };

  disposables.add(registerReports(commandLine));
  disposables.add(registerAgainTasks(commandLine, (id) => announced.has(id)));
  disposables.add(
    onAgainEnd((folder, task, exitCode) => {
      void errors.run('trialbook.again', () => announce(folder, task, exitCode));
    }),
  );
  disposables.add(commands.register('trialbook.restoreSnapshot', restore));
  disposables.add(commands.register('trialbook.reproduceRun', reproduce));
  disposables.add(commands.register('trialbook.bisectRuns', bisect));
  return disposables;
}

async function allowsOtherData(name: string, paths: readonly string[]): Promise<boolean> {
  const goOn = vscode.l10n.t('Run with what is there now');
  const text = vscode.l10n.t('Data is not what {0} read, and no copy of that was kept.', name);
  const detail = [...paths.slice(0, 10), ...(paths.length > 10 ? ['…'] : [])].join('\n');
  return (await vscode.window.showWarningMessage(text, { modal: true, detail }, goOn)) === goOn;
}
