/** What a list of runs is sorted by, as its rows show it. */
import * as vscode from 'vscode';
import type { RunId } from '../../protocol/entities';
import type { ParamValue, WireNumber } from '../../protocol/numbers';
import { paramText } from '../../protocol/paramText';
import type { SortKey } from '../../protocol/storeApi';
import { keyOfField } from '../../common/filterText';
import { shownText } from '../../common/shownText';
import { formatDuration, formatMetric } from '../../platform/format';
import type { StoreClient } from '../../store/client';
import { askByIds } from './runsById';

export interface SortedValue {
  /** `lr`, without its prefix. */
  name: string;
  /** As text; `null` where the run has none. */
  value: string | null;
  /** The key, where it is that of a metric. */
  metric?: string;
}

/** Attributes that a row shows anyway, or that only order. */
const SHOWN_ANYWAY: readonly string[] = ['start_time', 'run_name', 'status', 'experiment', 'day', 'run_id'];

/** The values of runs by their ids; none where the rows show what they are sorted by anyway. */
export async function readSortedValues(
  store: StoreClient,
  sort: SortKey | null,
  runIds: readonly RunId[],
): Promise<ReadonlyMap<RunId, SortedValue>> {
  const found = new Map<RunId, SortedValue>();
  if (sort === null || SHOWN_ANYWAY.includes(sort.by)) return found;
  const groups = await askByIds(runIds, async (filter, limit) => {
    const query = { by: ['run_id', sort.by], metrics: [], filter, offset: 0, limit };
    return (await store.request('groupRuns', query)).groups;
  });
  for (const { values, runIds: ids } of groups) {
    for (const id of ids) found.set(id, sortedValue(sort.by, values[1] ?? null));
  }
  return found;
}

function sortedValue(by: string, value: ParamValue): SortedValue {
  const name = fieldName(by);
  if (!by.startsWith('metrics.')) return { name, value: value === null ? null : valueText(by, value) };
  return { name, value: value === null ? null : formatMetric(value as WireNumber), metric: name };
}

/** `metrics.loss` as `loss`; an attribute in words. */
export function fieldName(by: string): string {
  switch (by) {
    case 'start_time':
      return vscode.l10n.t('start');
    case 'end_time':
      return vscode.l10n.t('end');
    case 'duration':
      return vscode.l10n.t('duration');
    case 'run_name':
      return vscode.l10n.t('name');
    default:
      return keyOfField(by);
  }
}

function valueText(by: string, value: Exclude<ParamValue, null>): string {
  if (by === 'duration') return formatDuration(Number(value) * 1000);
  if (by === 'end_time') return new Date(Number(value)).toLocaleString(vscode.env.language);
  return shownText(typeof value === 'number' ? formatMetric(value) : paramText(value), 40);
}
