import { execFile } from 'node:child_process';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { ENV } from '../protocol/trackerEnvironment';

const MAX_REPORT_BYTES = 16 * 1024 * 1024;
/** Tells our lines from the training's in a terminal. */
const OWN_NAME = /^trialbook: /gm;

/** How to start Node programs of ours: paths of the bundled command line, and the Node that runs it. */
export interface CommandLine {
  node: string;
  script: string;
  env: Record<string, string>;
}

/** The command line as this extension host can run it. In a desktop editor `process.execPath` is Electron. */
export function bundledCommandLine(extensionPath: string): CommandLine {
  return {
    node: process.execPath,
    script: path.join(extensionPath, 'dist', 'cli.js'),
    env: {
      [ENV.locale]: vscode.env.language,
      ...(process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
  };
}

/**
 * Runs our command line and reads the JSON that it prints; `input` is its standard input. Its error text, written for
 * people, becomes a {@link UserError}.
 */
export async function runJson<Report>(commandLine: CommandLine, args: string[], input = ''): Promise<Report> {
  return JSON.parse(await runText(commandLine, args, { input })) as Report;
}

/** As {@link runJson}, for whatever it prints; `signal` ends it. */
export function runText(
  { node, script, env }: CommandLine,
  args: string[],
  { input = '', signal }: { input?: string; signal?: AbortSignal } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: MAX_REPORT_BYTES, signal };
    const child = execFile(node, [script, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(stderr.trim() === '' ? error : new UserError(stderr.replaceAll(OWN_NAME, '').trim()));
    });
    // A program that ends without reading is told of by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
