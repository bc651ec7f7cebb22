#!/usr/bin/env node
/**
 * The `trialbook` command line: understands its words, calls what they ask for, and turns errors into exit codes. What
 * carries out a command is loaded once it is asked for: a person who starts a training waits for two processes of ours.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from './common/errors';
import { type CliRequest, parseArguments } from './recorder/arguments/arguments';
import { UsageError } from './recorder/arguments/options';
import { configureTexts } from './recorder/locale';
import { run } from './recorder/runCommand';
import { say } from './recorder/say';
import { runSeeds } from './recorder/seedRuns';

const CLI_FILE = fileURLToPath(import.meta.url);
/** The extension's folder: this file lies in its `dist/` (or, unbundled, in `src/`). */
const ROOT = path.dirname(path.dirname(CLI_FILE));
const PROGRAM = { cliFile: CLI_FILE, root: ROOT, pythonDir: path.join(ROOT, 'python') };

/** Does what was asked for and gives the exit code. */
async function execute(request: CliRequest): Promise<number> {
  switch (request.kind) {
    case 'record': {
      const { record } = await import('./recorder/recordCommand');
      return record(path.resolve(request.runDir));
    }
    case 'run': {
      const { cliFile, pythonDir } = PROGRAM;
      const options = { pythonDir, ...request.options, cliFile };
      return request.seeds === undefined ? run(options) : runSeeds(options, request.seeds, process.argv.slice(2));
    }
    default: {
      const { executeOther } = await import('./recorder/otherCommands');
      return executeOther(request, PROGRAM);
    }
  }
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
