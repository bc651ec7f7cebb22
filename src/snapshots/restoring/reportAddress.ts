import { isRunId } from '../../common/workspaceFolder';

/** Which report, as the query of its document's address holds it. */
export interface ReportAddress {
  /** Absolute path of the workspace folder. */
  folder: string;
  kind: 'reproduction' | 'bisection';
  /** Of the run that is a reproduction, or of the bisection. */
  id: string;
}

/** What a query names; `undefined` for one of none of these folders: anybody may write an address. */
export function parseReportAddress(query: string, folders: readonly string[]): ReportAddress | undefined {
  try {
    const { folder, kind, id } = JSON.parse(query) as Partial<Record<string, unknown>>;
    if (kind !== 'reproduction' && kind !== 'bisection') return undefined;
    if (typeof folder !== 'string' || !folders.includes(folder)) return undefined;
    return typeof id === 'string' && isRunId(id) ? { folder, kind, id } : undefined;
  } catch {
    return undefined;
  }
}
