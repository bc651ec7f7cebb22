import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { parse, type ParseError } from 'jsonc-parser';
import { errorCode, errorMessage } from '../common/errors';
import { WATCHED_METRICS } from './divergence';

/** Settings that the command line reads, with what holds without them: as package.json says, which a test compares. */
export const SETTING_DEFAULTS = {
  'trialbook.outputMetrics': [],
  'trialbook.watchedMetrics': WATCHED_METRICS,
  'trialbook.environment': [],
  'trialbook.stopOnDivergence': false,
  'trialbook.stop.grace': 5,
  'trialbook.artifacts.copyBelow': 10,
  'trialbook.machine.interval': 5,
  'trialbook.output.maxSize': 64,
  'trialbook.tracker.scores': true,
  'trialbook.tracker.opens': true,
} satisfies Record<string, string[] | boolean | number>;

type Defaults = typeof SETTING_DEFAULTS;
/** Names of the settings of one type. */
type NamesOf<T> = { [Name in keyof Defaults]: Defaults[Name] extends T ? Name : never }[keyof Defaults];

/** The settings in a workspace's `.vscode/settings.json`, which may hold comments. Nothing here throws. */
export class WorkspaceSettings {
  /** What is wrong with the file, or with a setting that was asked for. */
  readonly warnings: string[] = [];
  private readonly file: string;
  private readonly values: Record<string, unknown>;

  constructor(workspace: string) {
    this.file = path.join(workspace, '.vscode', 'settings.json');
    this.values = this.read();
  }

  /** A list of texts; what else it holds is left out. */
  texts(name: NamesOf<string[]>): string[] {
    const value = this.values[name];
    if (value === undefined) return SETTING_DEFAULTS[name];
    const list: unknown[] = Array.isArray(value) ? value : [];
    const texts = list.filter((one) => typeof one === 'string');
    if (!Array.isArray(value) || texts.length < list.length) {
      this.warnings.push(l10n.t('{0}: {1} must be a list of texts.', this.file, name));
    }
    return texts;
  }

  /** A number of 0 or more. */
  number(name: NamesOf<number>): number {
    const value = this.values[name];
    if (value === undefined) return SETTING_DEFAULTS[name];
    if (typeof value === 'number' && value >= 0) return value;
    this.warnings.push(l10n.t('{0}: {1} must be a number of 0 or more.', this.file, name));
    return SETTING_DEFAULTS[name];
  }

  flag(name: NamesOf<boolean>): boolean {
    const value = this.values[name];
    if (value === undefined || typeof value === 'boolean') return value ?? SETTING_DEFAULTS[name];
    this.warnings.push(l10n.t('{0}: {1} must be true or false.', this.file, name));
    return SETTING_DEFAULTS[name];
  }

  private read(): Record<string, unknown> {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') {
        this.warnings.push(l10n.t('{0} cannot be read: {1}', this.file, errorMessage(error)));
      }
      return {};
    }
    const errors: ParseError[] = [];
    const settings: unknown = parse(text, errors, { allowTrailingComma: true });
    if (errors.length > 0) this.warnings.push(l10n.t('{0} is not valid JSON. Correct it in the editor.', this.file));
    return typeof settings === 'object' && settings !== null ? (settings as Record<string, unknown>) : {};
  }
}
