/** Totals of test suites, however they ran. */
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a suite came to, with the text of each failure. */
export interface SuiteResult extends Totals {
  failures: string[];
}

interface MochaReport {
  stats: { passes: number; failures: number; pending: number };
  failures: { fullTitle: string; err: { message?: string; stack?: string } }[];
}

/** A suite that could not run counts as one failure. */
export function brokenSuite(reason: string): SuiteResult {
  return { passed: 0, failed: 1, skipped: 0, failures: [reason] };
}

/** Reads what Mocha's JSON reporter wrote. A missing report, or one of no tests at all, is a broken suite. */
export function readMochaReport(file: string): SuiteResult {
  if (!existsSync(file)) return brokenSuite(`The suite ended before it wrote ${file}.`);
  const { stats, failures } = JSON.parse(readFileSync(file, 'utf8')) as MochaReport;
  if (stats.passes + stats.failures + stats.pending === 0) return brokenSuite(`No tests were found for ${file}.`);
  return {
    passed: stats.passes,
    failed: stats.failures,
    skipped: stats.pending,
    failures: failures.map(
      ({ fullTitle, err }) => `${fullTitle}\n${stripVTControlCharacters(err.stack ?? err.message ?? '')}`,
    ),
  };
}

/** Reads `N passed, N failed, N skipped` from the last line of a program's output, `undefined` where there is none. */
export function parseTotals(output: string): Totals | undefined {
  const match = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(
    output.trimEnd().split('\n').at(-1)?.trim() ?? '',
  );
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) } : undefined;
}

export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export function addTotals(all: readonly Totals[]): Totals {
  const sum = (key: keyof Totals): number => all.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** Ends a test program: prints the failures, then the totals as the last line, and sets the exit code. */
export function printResult(result: SuiteResult): void {
  result.failures.forEach((failure, index) => console.log(`\n${index + 1}) ${failure}`));
  if (result.failures.length > 0) console.log();
  console.log(formatTotals(result));
  if (result.failed > 0) process.exitCode = 1;
}
