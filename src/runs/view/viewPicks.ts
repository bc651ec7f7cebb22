/** The questions by what the Runs view groups and sorts its runs. */
import * as vscode from 'vscode';
import type { KeyQuery, SortKey } from '../../protocol/storeApi';
import type { MetricDirection } from '../../protocol/metricDirection';
import { fieldText } from '../../common/filterText';
import { shownLabel } from '../../common/shownText';
import { folderPaths } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import type { Grouping } from './grouping';
import { pickItem } from './keyPick';
import type { RunsViewOptions } from './viewOptions';

/** Keys of each kind that are listed at once; typing finds the others. */
const MOST_KEYS = 200;

interface GroupItem extends vscode.QuickPickItem {
  grouping?: Grouping;
}

/** Lets the user choose a grouping. */
export async function askGrouping(stores: StoreRegistry, options: RunsViewOptions): Promise<void> {
  const { grouping } = options.current;
  const item = (value: Grouping, icon: string, label: string, description?: string): GroupItem => ({
    label,
    iconPath: new vscode.ThemeIcon(value === grouping ? 'check' : icon),
    grouping: value,
    ...(description === undefined ? {} : { description }),
  });
  const chosen = await pickItem(vscode.l10n.t('Group runs by'), '', async (typed) => {
    const { keys, isWhole } = await keysOf(stores, 'tags', typed);
    const tags = keys.map((key) => {
      const field = fieldText('tags', key) as Grouping;
      return item(field, 'tag', vscode.l10n.t('Tag {0}', shownLabel(key)));
    });
    const items: GroupItem[] = [
      item('auto', 'beaker', vscode.l10n.t('Automatic'), vscode.l10n.t('by experiment once there are two')),
      item('experiment', 'beaker', vscode.l10n.t('Experiment')),
      item('script', 'file-code', vscode.l10n.t('Script')),
      item('status', 'pass', vscode.l10n.t('Status')),
      item('day', 'calendar', vscode.l10n.t('Day')),
      item('parent', 'list-tree', vscode.l10n.t('Study'), vscode.l10n.t('the run that they are inside of')),
      ...tags,
      item('none', 'list-flat', vscode.l10n.t('No groups')),
    ];
    return { items, isWhole };
  });
  if (chosen?.item.grouping !== undefined) options.choose({ grouping: chosen.item.grouping });
}

interface SortItem extends vscode.QuickPickItem {
  sort?: SortKey | null;
}

/** Lets the user choose an order; the button of an item chooses it the other way round. */
export async function askOrder(
  stores: StoreRegistry,
  options: RunsViewOptions,
  directionOf: (metric: string) => MetricDirection | undefined,
): Promise<void> {
  const { sort: current } = options.current;
  const item = (label: string, by: string, descending: boolean, ways: Ways): SortItem => {
    const isCurrent = current?.by === by;
    // What it is sorted by already is turned round.
    const turned = isCurrent ? current.descending !== true : descending;
    return {
      label,
      iconPath: new vscode.ThemeIcon(isCurrent ? 'check' : 'blank'),
      description: turned ? ways.descending : ways.ascending,
      sort: { by, descending: turned },
      buttons: [
        {
          iconPath: new vscode.ThemeIcon(turned ? 'arrow-up' : 'arrow-down'),
          tooltip: turned ? ways.ascending : ways.descending,
        },
      ],
    };
  };
  const metric = (key: string): SortItem => {
    const direction = directionOf(key);
    return item(shownLabel(key), fieldText('metrics', key), direction !== 'lower', metricWays(direction));
  };
  const chosen = await pickItem(vscode.l10n.t('Sort runs by'), '', async (typed) => {
    const [metrics, params, tags] = await Promise.all([
      keysOf(stores, 'metrics', typed),
      keysOf(stores, 'params', typed),
      keysOf(stores, 'tags', typed),
    ]);
    const newest = vscode.l10n.t('Newest first');
    const items: SortItem[] = [
      { label: newest, iconPath: new vscode.ThemeIcon(current === null ? 'check' : 'blank'), sort: null },
      item(vscode.l10n.t('Start'), 'start_time', false, times()),
      item(vscode.l10n.t('Duration'), 'duration', false, numbers()),
      item(vscode.l10n.t('Name'), 'run_name', false, texts()),
      item(vscode.l10n.t('Status'), 'status', false, texts()),
      separator(vscode.l10n.t('metrics')),
      ...metrics.keys.map(metric),
      separator(vscode.l10n.t('parameters')),
      ...params.keys.map((key) => item(shownLabel(key), fieldText('params', key), false, numbers())),
      separator(vscode.l10n.t('tags')),
      ...tags.keys.map((key) => item(shownLabel(key), fieldText('tags', key), false, texts())),
    ];
    return { items, isWhole: metrics.isWhole && params.isWhole && tags.isWhole };
  });
  const sort = chosen?.item.sort;
  if (sort === undefined) return;
  const isTurned = chosen?.button !== undefined && sort !== null;
  options.choose({ sort: isTurned ? { by: sort.by, descending: sort.descending !== true } : sort });
}

/** The names of both orders. */
interface Ways {
  ascending: string;
  descending: string;
}

function numbers(): Ways {
  return { ascending: vscode.l10n.t('smallest first'), descending: vscode.l10n.t('largest first') };
}

function metricWays(direction: MetricDirection | undefined): Ways {
  if (direction === undefined) return numbers();
  const [best, worst] = [vscode.l10n.t('best first'), vscode.l10n.t('worst first')];
  return direction === 'higher' ? { ascending: worst, descending: best } : { ascending: best, descending: worst };
}

function times(): Ways {
  return { ascending: vscode.l10n.t('oldest first'), descending: vscode.l10n.t('newest first') };
}

function texts(): Ways {
  return { ascending: vscode.l10n.t('A to Z'), descending: vscode.l10n.t('Z to A') };
}

function separator(label: string): { label: string; kind: vscode.QuickPickItemKind } {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Keys of all folders that begin with what is typed, or all when that are few. */
async function keysOf(
  stores: StoreRegistry,
  of: KeyQuery['of'],
  typed: string,
): Promise<{ keys: string[]; isWhole: boolean }> {
  const query = { of, offset: 0, limit: MOST_KEYS };
  const first = await askAll(stores, query);
  if (first.isWhole || typed === '') return first;
  const begun = await askAll(stores, { ...query, prefix: typed });
  return { keys: [...new Set([...begun.keys, ...first.keys])], isWhole: false };
}

async function askAll(stores: StoreRegistry, query: KeyQuery): Promise<{ keys: string[]; isWhole: boolean }> {
  const pages = await Promise.all(folderPaths().map((folder) => stores.get(folder).request('listKeys', query)));
  const keys = [...new Set(pages.flatMap((page) => page.keys))];
  return { keys, isWhole: pages.every((page) => page.keys.length < MOST_KEYS) };
}
