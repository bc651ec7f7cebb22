/** The words of `trialbook checkout`, `restore`, `reproduce` and `bisect`. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { isRunId } from '../../common/workspaceFolder';
import type { BisectRequest } from '../bisect/bisectCommand';
import type { CheckoutRequest } from '../checkouts/checkoutCommand';
import type { ReproduceRequest } from '../reproduce/reproduceCommand';
import type { RestoreRequest, RestoreTarget } from '../restore/restoreCommand';
import {
  FLAG,
  LIST,
  numberOption,
  type Option,
  optional,
  parse,
  parseWithRun,
  TEXT,
  text,
  texts,
  UsageError,
  type Values,
  workspaceOf,
} from './options';

/** How a report is printed. */
export type ReportForm = 'text' | 'markdown' | 'json';

export type ReproduceRequests =
  | { kind: 'checkout'; request: CheckoutRequest; json: boolean }
  | { kind: 'restore'; request: RestoreRequest; json: boolean }
  | { kind: 'undo-restore'; workspace: string; id: string | undefined; json: boolean }
  | { kind: 'reproduce'; request: ReproduceRequest; form: ReportForm }
  | { kind: 'reproduce-check'; workspace: string; run: string }
  | { kind: 'reproduction'; workspace: string; run: string; form: ReportForm }
  | { kind: 'bisect'; request: BisectRequest; form: ReportForm }
  | { kind: 'bisect-check'; request: BisectRequest }
  | { kind: 'bisection'; workspace: string; id: string; form: ReportForm };

const REPORT_FORMS: Record<string, Option> = { json: FLAG, markdown: FLAG };

export function parseCheckout(words: readonly string[]): ReproduceRequests {
  const { values, run } = parseWithRun(words, { 'allow-other-data': FLAG, json: FLAG });
  const allowOtherData = values['allow-other-data'] === true;
  return {
    kind: 'checkout',
    request: { workspace: workspaceOf(values), run, allowOtherData },
    json: isOn(values, 'json'),
  };
}

export function parseRestore(words: readonly string[]): ReproduceRequests {
  const { values, positionals } = parse(
    words,
    {
      workspace: TEXT,
      to: TEXT,
      'into-workspace': FLAG,
      branch: TEXT,
      worktree: TEXT,
      file: LIST,
      used: FLAG,
      'delete-others': FLAG,
      'dry-run': FLAG,
      undo: FLAG,
      json: FLAG,
    },
    undefined,
  );
  const [run, surplus] = positionals;
  const workspace = workspaceOf(values);
  const json = isOn(values, 'json');
  if (surplus !== undefined)
    throw new UsageError(l10n.t('The word {0} is one too many. See trialbook --help.', surplus));
  if (isOn(values, 'undo')) return { kind: 'undo-restore', workspace, id: run, json };
  if (run === undefined) throw new UsageError(l10n.t('Name a run: its id, the beginning of its id, or its name.'));
  const request: RestoreRequest = {
    workspace,
    run,
    target: restoreTarget(values),
    files: texts(values['file']),
    usedOnly: isOn(values, 'used'),
    deleteOthers: isOn(values, 'delete-others'),
    dryRun: isOn(values, 'dry-run'),
  };
  return { kind: 'restore', request, json };
}

/** Options of `trialbook run` may follow behind two dashes. */
export function parseReproduce(all: readonly string[]): ReproduceRequests {
  const { words, runOptions } = splitRunOptions(all);
  const { values, run } = parseWithRun(words, {
    id: TEXT,
    keep: FLAG,
    'allow-other-data': FLAG,
    report: FLAG,
    check: FLAG,
    ...REPORT_FORMS,
  });
  const workspace = workspaceOf(values);
  const form = formOf(values);
  if (isOn(values, 'check')) return { kind: 'reproduce-check', workspace, run };
  if (isOn(values, 'report')) return { kind: 'reproduction', workspace, run, form };
  const request: ReproduceRequest = {
    workspace,
    run,
    keep: isOn(values, 'keep'),
    allowOtherData: isOn(values, 'allow-other-data'),
    runOptions,
    quiet: form !== 'text',
    ...optional('id', idOption(values['id'])),
  };
  return { kind: 'reproduce', request, form };
}

/** Options of `trialbook run` may follow behind two dashes. */
export function parseBisect(all: readonly string[]): ReproduceRequests {
  const { words, runOptions } = splitRunOptions(all);
  const { values, positionals } = parse(
    words,
    {
      workspace: TEXT,
      id: TEXT,
      metric: TEXT,
      repeats: TEXT,
      fresh: FLAG,
      'allow-other-data': FLAG,
      report: TEXT,
      check: FLAG,
      ...REPORT_FORMS,
    },
    undefined,
  );
  const workspace = workspaceOf(values);
  const form = formOf(values);
  const report = idOption(values['report']);
  if (report !== undefined) return { kind: 'bisection', workspace, id: report, form };
  const [good, bad, surplus] = positionals;
  const metric = text(values['metric']);
  if (good === undefined || bad === undefined || surplus !== undefined || metric === undefined) {
    throw new UsageError(
      l10n.t('Name a good run, a bad one and a metric: trialbook bisect GOOD BAD --metric accuracy'),
    );
  }
  const request: BisectRequest = {
    workspace,
    good,
    bad,
    metric,
    fresh: isOn(values, 'fresh'),
    allowOtherData: isOn(values, 'allow-other-data'),
    runOptions,
    quiet: form !== 'text',
    ...optional('repeats', repeatsOption(values['repeats'])),
    ...optional('id', idOption(values['id'])),
  };
  return isOn(values, 'check') ? { kind: 'bisect-check', request } : { kind: 'bisect', request, form };
}

function restoreTarget(values: Values): RestoreTarget {
  const [to, branch, worktree] = [text(values['to']), text(values['branch']), text(values['worktree'])];
  const named = [to, worktree, isOn(values, 'into-workspace') || undefined].filter((one) => one !== undefined);
  if (named.length + (branch === undefined || worktree !== undefined ? 0 : 1) !== 1) {
    throw new UsageError(l10n.t('Say where to: --into-workspace, --to DIR, --branch NAME or --worktree DIR.'));
  }
  if (to !== undefined) return { kind: 'folder', folder: path.resolve(to) };
  if (worktree !== undefined) return { kind: 'worktree', folder: path.resolve(worktree), branch: branch ?? null };
  return branch === undefined ? { kind: 'workspace' } : { kind: 'branch', branch };
}

function splitRunOptions(all: readonly string[]): { words: readonly string[]; runOptions: string[] } {
  const split = all.indexOf('--');
  return split < 0 ? { words: all, runOptions: [] } : { words: all.slice(0, split), runOptions: all.slice(split + 1) };
}

function repeatsOption(value: Values[string]): number | undefined {
  const repeats = numberOption('--repeats', value);
  if (repeats === undefined || (Number.isInteger(repeats) && repeats >= 1 && repeats <= 100)) return repeats;
  throw new UsageError(l10n.t('The option --repeats takes a whole number from 1 to 100.'));
}

function idOption(value: Values[string]): string | undefined {
  const id = text(value);
  if (id === undefined || isRunId(id)) return id;
  throw new UsageError(l10n.t('{0} is no run id: a ULID has 26 letters.', id));
}

function formOf(values: Values): ReportForm {
  return isOn(values, 'json') ? 'json' : isOn(values, 'markdown') ? 'markdown' : 'text';
}

function isOn(values: Values, name: string): boolean {
  return values[name] === true;
}
