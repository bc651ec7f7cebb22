/** Reads runs straight from the database file, as any SQLite tool would, and lays them out for a terminal. */
import { queryDatabase, type Row, type SqlValue } from '../test/host/sqlite';

export interface RecordedRun {
  name: string;
  status: string;
  /** How long it took, s; `null` while it runs. */
  seconds: number | null;
  params: Record<string, SqlValue | undefined>;
  /** The last value of each metric, without those of the machine. */
  metrics: Record<string, number>;
}

/** All runs, oldest first; none while there is no file yet. */
export async function readRuns(databaseFile: string): Promise<RecordedRun[]> {
  const [runs, params, metrics] = await queryDatabase(databaseFile, [
    'SELECT uid, name, status, ended_at - started_at AS ms FROM runs ORDER BY id',
    'SELECT run, key, value FROM run_params ORDER BY key',
    `SELECT run, key, last AS value FROM run_metrics WHERE key NOT LIKE 'system/%' ORDER BY key`,
  ]);
  const pick = (rows: Row[], run: unknown): Row =>
    Object.fromEntries(rows.filter((row) => row['run'] === run).map((row) => [String(row['key']), row['value']!]));
  return runs!.map((run) => ({
    name: String(run['name']),
    status: String(run['status']),
    seconds: typeof run['ms'] === 'number' ? run['ms'] / 1000 : null,
    params: pick(params!, run['uid']),
    metrics: pick(metrics!, run['uid']) as Record<string, number>,
  }));
}

/** A table with a column for every param and metric. */
export function formatRuns(runs: readonly RecordedRun[]): string {
  const keys = (of: (run: RecordedRun) => object): string[] => [
    ...new Set(runs.flatMap((run) => Object.keys(of(run)))),
  ];
  const params = keys((run) => run.params);
  const metrics = keys((run) => run.metrics);
  const rows = runs.map((run) => [
    run.name,
    run.status,
    run.seconds === null ? '' : `${run.seconds.toFixed(1)} s`,
    ...params.map((key) => String(run.params[key] ?? '')),
    ...metrics.map((key) => formatNumber(run.metrics[key])),
  ]);
  return formatTable(['run', 'status', 'time', ...params, ...metrics], rows);
}

/** Pads columns to their widest cell; those of numbers are aligned to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const numeric = header.map((_, column) => rows.every((row) => /^-?[\d.]*( s| ms)?$/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

function formatNumber(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)));
}
