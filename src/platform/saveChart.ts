import path from 'node:path';
import * as vscode from 'vscode';
import type { ChartFormat } from '../protocol/compareCharts';

/** Keeps a chart that a page drew: asks for the place; its name is proposed, as far as it can be a file's. */
export async function saveChart(
  folder: string,
  name: string,
  format: ChartFormat,
  content: string | Uint8Array,
): Promise<void> {
  const proposed = `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) || 'chart'}.${format}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, proposed)),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, typeof content === 'string' ? Buffer.from(content) : content);
}
