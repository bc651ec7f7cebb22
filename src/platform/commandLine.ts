import path from 'node:path';
import * as vscode from 'vscode';
import { ENV } from '../protocol/trackerEnvironment';

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
