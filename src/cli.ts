#!/usr/bin/env node
/** The `trialbook` command line: understands its words, calls what they ask for, and turns errors into exit codes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from './common/errors';
import { type CliRequest, parseArguments } from './recorder/arguments/arguments';
import { UsageError } from './recorder/arguments/options';
import { attachToRun } from './recorder/attachCommand';
import { exportRuns, importRuns } from './recorder/bundleCommands';
import { notebookEnvironment } from './recorder/environment';
import { configureTexts } from './recorder/locale';
import { extractMetrics, suggestMetrics } from './recorder/metricsCommand';
import { formatEnvironment, formatExtraction, formatRun, formatRuns, formatSuggestions } from './recorder/print';
import { record } from './recorder/recordCommand';
import { queueCommand } from './recorder/queue/queueCommands';
import { rerun } from './recorder/rerun/rerunCommand';
import { run } from './recorder/runCommand';
import { readRunDetails } from './recorder/runDetails';
import { executeReproduce } from './recorder/reproduceCommands';
import { findRun, listRuns } from './recorder/runFinder';
import { runSeeds } from './recorder/seedRuns';
import { stopRun } from './recorder/stopCommand';
import { usage } from './recorder/usage';
import { say } from './recorder/viewer';

const CLI_FILE = fileURLToPath(import.meta.url);
/** The extension's folder: this file lies in its `dist/` (or, unbundled, in `src/`). */
const ROOT = path.dirname(path.dirname(CLI_FILE));
const PYTHON_DIR = path.join(ROOT, 'python');

/** Does what was asked for and gives the exit code. */
async function execute(request: CliRequest): Promise<number> {
  switch (request.kind) {
    case 'help':
      return print(usage());
    case 'version':
      return print(readVersion());
    case 'record':
      return record(path.resolve(request.runDir));
    case 'run': {
      const options = { pythonDir: PYTHON_DIR, ...request.options, cliFile: CLI_FILE };
      return request.seeds === undefined ? run(options) : runSeeds(options, request.seeds, process.argv.slice(2));
    }
    case 'queue':
      return print(await queueCommand(request, { cliFile: CLI_FILE, pythonDir: PYTHON_DIR }));
    case 'rerun':
      return rerun(request, { pythonDir: PYTHON_DIR, cliFile: CLI_FILE, print });
    case 'env':
      return print(formatEnvironment(notebookEnvironment(request.workspace, PYTHON_DIR, process.env['PYTHONPATH'])));
    case 'list':
      return report(await listRuns(request.workspace), request.json, formatRuns);
    case 'attach':
      return attachToRun(request.workspace, request.run);
    case 'stop':
      return print(await stopRun(request.workspace, request.run, request.kill));
    case 'export':
      return print(await exportRuns(request.workspace, request.runs, request.to));
    case 'import':
      return print(await importRuns(request.workspace, request.file));
    case 'show': {
      const id = await findRun(request.workspace, request.run);
      return report(await readRunDetails(request.workspace, id), request.json, formatRun);
    }
    case 'suggest': {
      const id = await findRun(request.workspace, request.run);
      return report(await suggestMetrics(request.workspace, id), request.json, formatSuggestions);
    }
    case 'extract': {
      const { workspace, patterns, dryRun } = request;
      const id = await findRun(workspace, request.run);
      return report(await extractMetrics(workspace, id, patterns, dryRun), request.json, formatExtraction);
    }
    case 'checkout':
    case 'restore':
    case 'undo-restore':
    case 'reproduce':
    case 'reproduce-check':
    case 'reproduction':
    case 'bisect':
    case 'bisect-check':
    case 'bisection': {
      const { text, exitCode } = await executeReproduce(request, CLI_FILE);
      print(text);
      return exitCode;
    }
  }
}

function report<T>(value: T, json: boolean, format: (value: T) => string): number {
  return print(json ? JSON.stringify(value, undefined, 2) : format(value));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

async function main(): Promise<void> {
  // A closed terminal or pipe ends what only prints; a recorder has neither.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(0));
  configureTexts(process.env, path.join(ROOT, 'l10n'));
  try {
    // Not `process.exit`: what is printed must reach its pipe first.
    process.exitCode = await execute(parseArguments(process.argv.slice(2)));
  } catch (error) {
    say(error instanceof UserError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

await main();
