import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { quotedText } from '../../common/filterText';
import { pickKeyMetric } from '../../common/keyMetric';
import { shownLabel, shownText } from '../../common/shownText';
import { metricDirection, type MetricDirection } from '../../protocol/metricDirection';
import type { ExperimentTarget, RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { folderName, folderPaths } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import type { RunCommands } from '../runCommands';
import { pickItem } from '../view/keyPick';
import { runCountText } from '../view/groupTexts';

/** Keys that are offered; typing finds others. */
const MOST_KEYS = 500;
/** Runs of an experiment whose metrics are offered. */
const MOST_RUNS = 100;

/** What one chooses for an experiment: the run that others are measured by, and the metric that they are judged by. */
export class ExperimentCommands {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly runs: RunCommands,
    private readonly errors: ErrorBoundary,
  ) {}

  async setBaseline(target: RunTarget | undefined): Promise<void> {
    const chosen = await this.runs.targetOr(target, vscode.l10n.t('Which run is the baseline?'));
    if (chosen === undefined) return;
    const { folder, runId } = chosen;
    const store = this.stores.get(folder);
    const run = await store.request('getRun', { runId });
    if (run === null) throw new UserError(vscode.l10n.t('This run does not exist any more.'));
    const { experiment } = run;
    const before = await this.baselineOf({ folder, experiment });
    if (before !== runId) await store.request('setBaseline', { experiment, runId });
    const [name, place] = [shownText(run.name), shownText(experiment)];
    const text =
      before === runId
        ? vscode.l10n.t('{0} is the baseline of {1} already.', name, place)
        : vscode.l10n.t('{0} is the baseline of {1} now.', name, place);
    const action = before === runId ? vscode.l10n.t('Clear Baseline') : vscode.l10n.t('Undo');
    void this.errors.run('trialbook.setBaseline', async () => {
      if ((await vscode.window.showInformationMessage(text, action)) !== action) return;
      await store.request('setBaseline', { experiment, runId: before === runId ? null : before });
    });
  }

  async clearBaseline(target: ExperimentTarget | undefined): Promise<void> {
    const chosen = target ?? (await this.askExperiment(vscode.l10n.t('Clear the baseline of which experiment?'), true));
    if (chosen === undefined) return;
    const { folder, experiment } = chosen;
    const before = await this.baselineOf(chosen);
    const place = shownText(experiment);
    if (before === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no baseline.', place));
      return;
    }
    const store = this.stores.get(folder);
    await store.request('setBaseline', { experiment, runId: null });
    const undo = vscode.l10n.t('Undo');
    void this.errors.run('trialbook.clearBaseline', async () => {
      const text = vscode.l10n.t('{0} has no baseline any more.', place);
      if ((await vscode.window.showInformationMessage(text, undo)) === undo) {
        await store.request('setBaseline', { experiment, runId: before });
      }
    });
  }

  /** Asks for the metric that the runs of an experiment are judged by, then in which direction it gets better. */
  async chooseKeyMetric(target: ExperimentTarget | undefined): Promise<void> {
    const chosen = target ?? (await this.askExperiment(vscode.l10n.t('Choose the key metric of which experiment?')));
    if (chosen === undefined) return;
    const { folder, experiment } = chosen;
    const store = this.stores.get(folder);
    const key = await this.askKey(chosen);
    if (key === undefined) return;
    if (key !== null) {
      const direction = await this.askDirection(folder, key);
      if (direction === undefined) return;
      await store.request('setDirection', { key, direction: direction === 'name' ? null : direction });
    }
    await store.request('setKeyMetric', { experiment, key });
  }

  private async baselineOf({ folder, experiment }: ExperimentTarget): Promise<string | null> {
    const experiments = await this.stores.get(folder).request('experiments', {});
    return experiments.find(({ name }) => name === experiment)?.baseline?.id ?? null;
  }

  /** The only experiment, or the one that the user picks. */
  private async askExperiment(title: string, onlyWithBaseline = false): Promise<ExperimentTarget | undefined> {
    const several = folderPaths().length > 1;
    const lists = folderPaths().map(async (folder) => {
      const experiments = await this.stores.get(folder).request('experiments', {});
      return experiments
        .filter(({ baseline }) => !onlyWithBaseline || baseline !== null)
        .map(({ name, runs, baseline }) => ({
          label: shownLabel(name),
          description: [runCountText(runs), ...(baseline === null ? [] : [shownText(baseline.name)])].join(' · '),
          ...(several ? { detail: folderName(folder) } : {}),
          folder,
          experiment: name,
        }));
    });
    const items = (await Promise.all(lists)).flat();
    if (items.length === 0) throw new UserError(vscode.l10n.t('There is no such experiment. Track a run first.'));
    return items.length === 1 ? items[0] : vscode.window.showQuickPick(items, { title });
  }

  /** `null` is the metric that names tell. */
  private async askKey({ folder, experiment }: ExperimentTarget): Promise<string | null | undefined> {
    const store = this.stores.get(folder);
    const experiments = await store.request('experiments', {});
    const present = experiments.find(({ name }) => name === experiment)?.keyMetric ?? null;
    const filter = `experiment = ${quotedText(experiment)}`;
    const { runs } = await store.request('listRuns', { filter, offset: 0, limit: MOST_RUNS });
    const runIds = runs.map(({ id }) => id);
    const directions = await store.request('directions', {});
    const title = vscode.l10n.t('Key metric of {0}', shownText(experiment));
    const placeholder = vscode.l10n.t('The metric that rows, baselines and “best” are about');
    const chosen = await pickItem(title, placeholder, async (typed) => {
      const { keys } = await store.request('listKeys', { of: 'metrics', runIds, offset: 0, limit: MOST_KEYS });
      const isWhole = keys.length < MOST_KEYS;
      const begun = isWhole
        ? []
        : (await store.request('listKeys', { of: 'metrics', runIds, prefix: typed, offset: 0, limit: MOST_KEYS })).keys;
      const all = [...new Set([...begun, ...keys])];
      const byName = pickKeyMetric(all);
      const automatic = {
        label: vscode.l10n.t('Automatic'),
        description: byName ?? '',
        iconPath: new vscode.ThemeIcon(present === null ? 'check' : 'blank'),
        key: null as string | null,
      };
      const items = all.map((key) => ({
        label: shownLabel(key),
        description: directionText(directions[key] ?? metricDirection(key)),
        iconPath: new vscode.ThemeIcon(present === key ? 'check' : 'blank'),
        key: key as string | null,
      }));
      return { items: [automatic, ...items], isWhole };
    });
    return chosen?.item.key;
  }

  private async askDirection(folder: string, key: string): Promise<MetricDirection | 'name' | undefined> {
    const given = (await this.stores.get(folder).request('directions', {}))[key];
    const byName = metricDirection(key);
    const icon = (isPresent: boolean): vscode.ThemeIcon => new vscode.ThemeIcon(isPresent ? 'check' : 'blank');
    const automatic = {
      label: vscode.l10n.t('By its name'),
      description: byName === undefined ? vscode.l10n.t('its name does not tell') : directionText(byName),
      iconPath: icon(given === undefined),
      direction: 'name' as const,
    };
    const ways = (['higher', 'lower'] as const).map((direction) => {
      return { label: directionText(direction), iconPath: icon(given === direction), direction };
    });
    // What is likely the answer stands first.
    const items = byName === undefined ? [...ways, automatic] : [automatic, ...ways];
    const title = vscode.l10n.t('When is {0} better?', shownText(key));
    return (await vscode.window.showQuickPick(items, { title }))?.direction;
  }
}

function directionText(direction: MetricDirection | undefined): string {
  if (direction === undefined) return '';
  return direction === 'higher' ? vscode.l10n.t('Higher is better') : vscode.l10n.t('Lower is better');
}
