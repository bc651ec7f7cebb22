/** How far a run is, in words. */
import * as vscode from 'vscode';
import type { Progress } from '../protocol/progress';
import { formatDuration } from './format';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** `epoch 12 of 40`. A part of an epoch counts as the epoch that goes on. */
export function progressText({ unit, done, total }: Progress): string {
  const count = Math.ceil(done);
  switch (unit) {
    case 'epoch':
      return vscode.l10n.t('epoch {0} of {1}', count, total);
    case 'step':
      return vscode.l10n.t('step {0} of {1}', count, total);
    case 'round':
      return vscode.l10n.t('round {0} of {1}', count, total);
    case 'trial':
      return vscode.l10n.t('trial {0} of {1}', count, total);
    case 'episode':
      return vscode.l10n.t('episode {0} of {1}', count, total);
  }
}

/** `2 m left`: an estimate has no seconds beside minutes. */
export function timeLeftText(seconds: number): string {
  const unit = seconds < MINUTE ? 1 : MINUTE;
  const rounded = Math.round(seconds / unit) * unit;
  const time =
    rounded >= MINUTE && rounded < HOUR ? vscode.l10n.t('{0} m', rounded / MINUTE) : formatDuration(rounded * 1000);
  return vscode.l10n.t('{0} left', time);
}
