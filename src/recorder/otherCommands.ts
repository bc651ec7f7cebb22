/** What the command line does besides starting runs: looks at them, stops them, runs them again. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CliRequest } from './arguments/arguments';
import { attachToRun } from './attachCommand';
import { exportRuns, importRuns } from './bundleCommands';
import { notebookEnvironment } from './environment';
import { extractMetrics, suggestMetrics } from './metricsCommand';
import { formatEnvironment, formatExtraction, formatRun, formatRuns, formatSuggestions } from './print';
import { queueCommand } from './queue/queueCommands';
import { rerun } from './rerun/rerunCommand';
import { readRunDetails } from './runDetails';
import { executeReproduce } from './reproduceCommands';
import { findRun, listRuns } from './runFinder';
import { stopRun } from './stopCommand';
import { usage } from './usage';

/** Where the program lies: its own file, the extension's folder, and the tracker's in it. Absolute paths. */
export interface ProgramFiles {
  cliFile: string;
  root: string;
  pythonDir: string;
}

/** Does what was asked for and gives the exit code. */
export async function executeOther(
  request: Exclude<CliRequest, { kind: 'record' | 'run' }>,
  { cliFile, root, pythonDir }: ProgramFiles,
): Promise<number> {
  switch (request.kind) {
    case 'help':
      return print(usage());
    case 'version':
      return print(readVersion(root));
    case 'queue':
      return print(await queueCommand(request, { cliFile, pythonDir }));
    case 'rerun':
      return rerun(request, { pythonDir, cliFile, print });
    case 'env':
      return print(formatEnvironment(notebookEnvironment(request.workspace, pythonDir, process.env['PYTHONPATH'])));
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
      const { text, exitCode } = await executeReproduce(request, cliFile);
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

function readVersion(root: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
