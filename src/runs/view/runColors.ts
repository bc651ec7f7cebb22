/** The colours of runs in the view: those of `PALETTE`, which package.json contributes as colours of the theme. */
import * as vscode from 'vscode';
import type { Run } from '../../protocol/entities';
import { PALETTE } from '../../protocol/palette';
import { statusIcon } from '../../platform/runRows';

/** A run that is ticked has the colour that it has in the comparison; the shape still tells its state. */
export function checkedIcon({ status, colorIndex }: Pick<Run, 'status' | 'colorIndex'>): vscode.ThemeIcon {
  return new vscode.ThemeIcon(statusIcon(status).id, new vscode.ThemeColor(colorId(colorIndex)));
}

/** As a variable of the style sheets of the workbench. */
export function colorVariable(colorIndex: number): string {
  return `var(--vscode-${colorId(colorIndex).replaceAll('.', '-')})`;
}

function colorId(colorIndex: number): string {
  return `trialbook.run${(colorIndex % PALETTE.dark.length) + 1}`;
}
