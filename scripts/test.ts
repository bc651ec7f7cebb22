/** Runs all suites, one line each, with the output of those that fail; the last line holds the totals. */
import { exitOnSignals } from '../test/host/processes';
import { addTotals, formatTotals, parseTotals, type Totals } from '../test/host/results';
import { runProgram, type ProgramResult } from './program';

const TYPESCRIPT = ['--import', 'tsx'];

/** In the order in which a mistake is found soonest. */
const SUITES: Record<string, string[]> = {
  check: [...TYPESCRIPT, 'scripts/check.ts'],
  unit: [...TYPESCRIPT, 'scripts/unit.ts'],
  tracker: ['test/tracker/run.mjs'],
  integration: [...TYPESCRIPT, 'test/integration/run.ts'],
  ui: [...TYPESCRIPT, 'test/ui/run.ts'],
};

/** Lines of a failing suite that are shown; its log has them all. */
const SHOWN_LINES = 200;

/** A suite that cannot start, or ends badly after all its tests passed, has one failure more. */
function totalsOf({ code, output }: ProgramResult): Totals {
  const totals = parseTotals(output) ?? { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

async function runSuite(name: string, args: string[]): Promise<Totals> {
  process.stdout.write(`${name.padEnd(12)} `);
  const result = await runProgram(name, args);
  const totals = totalsOf(result);
  console.log(`${formatTotals(totals)} (${result.seconds.toFixed(0)} s)`);
  if (totals.failed > 0) {
    const lines = result.output.trimEnd().split('\n');
    if (lines.length > SHOWN_LINES) console.log(`… the beginning is in ${result.log}`);
    console.log(lines.slice(-SHOWN_LINES).join('\n'), '\n');
  }
  return totals;
}

exitOnSignals();
const all: Totals[] = [];
for (const [name, args] of Object.entries(SUITES)) all.push(await runSuite(name, args));
const totals = addTotals(all);
console.log(formatTotals(totals));
if (totals.failed > 0) process.exitCode = 1;
