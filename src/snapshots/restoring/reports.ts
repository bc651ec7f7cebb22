/** Reports of reproductions and bisections, as documents that cannot be edited. */
import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposables';
import { type CommandLine, runText } from '../../platform/commandLine';
import { folderPaths } from '../../platform/workspace';
import { parseReportAddress, type ReportAddress } from './reportAddress';

const SCHEME = 'trialbook-report';

/** Makes reports readable in editors; the command line writes them, in the editor's language. */
export function registerReports(commandLine: CommandLine): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => {
      const address = parseReportAddress(uri.query, folderPaths());
      if (address === undefined) throw vscode.FileSystemError.FileNotFound(uri);
      const { folder, kind, id } = address;
      const words = kind === 'reproduction' ? ['reproduce', id, '--report'] : ['bisect', '--report', id];
      return runText(commandLine, [...words, '--markdown', '--workspace', folder]);
    },
  });
}

/** Opens a report in the Markdown preview, or as text where there is none. */
export async function openReport(address: ReportAddress, title: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: JSON.stringify(address) });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
