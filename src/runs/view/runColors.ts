/** The colours of runs in the view: those of `PALETTE`, which package.json contributes as colours of the theme. */
import * as vscode from 'vscode';
import type { Run, RunStatus } from '../../protocol/entities';
import { PALETTE } from '../../protocol/palette';

/** The editor gives its testing icons their own colours, whatever is asked for: these are like them. */
const SHAPES: Record<RunStatus, string> = {
  queued: 'circle-outline',
  running: 'loading~spin',
  finished: 'pass-filled',
  failed: 'error',
  killed: 'stop-circle',
  cancelled: 'circle-slash',
  lost: 'question',
};

/** A run that is ticked has the colour that it has in the comparison; the shape still tells its state. */
export function checkedIcon({ status, colorIndex }: Pick<Run, 'status' | 'colorIndex'>): vscode.ThemeIcon {
  return new vscode.ThemeIcon(SHAPES[status], new vscode.ThemeColor(colorId(colorIndex)));
}

/** As a variable of the style sheets of the workbench. */
export function colorVariable(colorIndex: number): string {
  return `var(--vscode-${colorId(colorIndex).replaceAll('.', '-')})`;
}

function colorId(colorIndex: number): string {
  return `trialbook.run${(colorIndex % PALETTE.dark.length) + 1}`;
}
