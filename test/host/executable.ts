/**
 * Stands in for a desktop VS Code: takes its arguments, runs an extension test suite inside the extension host of the
 * npm server, and ends with the suite's exit code. `HOST_LOG_DIR` names the folder of its logs: the tests' own console
 * is in `tests.log` there.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium';
import { runExtensionTests } from './extensionTests';
import { Host } from './host';
import { ROOT } from './paths';
import { exitOnSignals } from './processes';

/** Selects nothing by itself: suites that do not use it are as without. */
const PYTHON_EXTENSION = path.join(ROOT, 'test/fixtures/pythonExtension');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
    // Editors take many more options than these; what is not understood is left to the real ones.
    strict: false,
    allowPositionals: true,
  });
  const target = positionals[0];
  const host = await Host.start({
    logDir: process.env['HOST_LOG_DIR'] ?? path.join(tmpdir(), 'trialbook-host-logs'),
    ...(target?.endsWith('.code-workspace') ? { workspaceFile: target } : { folder: target }),
    extension: { developmentPath: String(values['extensionDevelopmentPath']) },
    companions: [PYTHON_EXTENSION],
    testsPath: String(values['extensionTestsPath']),
    trust: false,
  });
  try {
    const browser = await launchChromium();
    try {
      return await runExtensionTests(host, browser);
    } finally {
      await browser.close();
    }
  } finally {
    await host.dispose();
  }
}

exitOnSignals();
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
