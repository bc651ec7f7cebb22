/** Runs Mocha inside the extension host. The bundle of each suite hands its test files in; see `run.ts`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Names the file that Mocha's JSON report goes to. */
export const REPORT_VARIABLE = 'TRIALBOOK_TEST_REPORT';

/** Loads and runs the test files. Rejects when a test failed, which is how VS Code learns of it. */
export async function runSuite(files: readonly (() => Promise<unknown>)[]): Promise<void> {
  const output = process.env[REPORT_VARIABLE];
  if (output === undefined) throw new Error(`${REPORT_VARIABLE} is not set.`);
  mkdirSync(path.dirname(output), { recursive: true });
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: 150_000, reporter: 'json', reporterOptions: { output } });
  // What Mocha does itself for files that it loads: it makes describe and it global.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
