import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { parse, type ParseError } from 'jsonc-parser';
import { errorCode, errorMessage } from '../common/errors';

export interface OutputMetricsSetting {
  patterns: string[];
  /** What is wrong with the file or the setting. */
  warning?: string;
}

/** Reads `trialbook.outputMetrics` of a workspace's `.vscode/settings.json`, which may hold comments. Never throws. */
export function readOutputMetrics(workspace: string): OutputMetricsSetting {
  const file = path.join(workspace, '.vscode', 'settings.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return { patterns: [] };
    return { patterns: [], warning: l10n.t('{0} cannot be read: {1}', file, errorMessage(error)) };
  }
  const errors: ParseError[] = [];
  const settings: unknown = parse(text, errors, { allowTrailingComma: true });
  const value =
    typeof settings === 'object' && settings !== null
      ? (settings as Record<string, unknown>)['trialbook.outputMetrics']
      : undefined;
  const list = Array.isArray(value) ? value : [];
  const patterns = list.filter((one) => typeof one === 'string');
  if (errors.length > 0) return { patterns, warning: l10n.t('{0} is not valid JSON. Correct it in the editor.', file) };
  if (value !== undefined && (!Array.isArray(value) || patterns.length < list.length)) {
    return { patterns, warning: l10n.t('{0}: trialbook.outputMetrics must be a list of texts.', file) };
  }
  return { patterns };
}
