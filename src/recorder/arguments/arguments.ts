/** Reads the command line's words. Whatever is wrong with them is a `UsageError`. */
import * as l10n from '@vscode/l10n';
import { FLAG, LIST, parse, parseWithRun, single, TEXT, text, texts, UsageError, workspaceOf } from './options';
import { parseQueue, type QueueRequest } from './queueArguments';
import { parseBisect, parseCheckout, parseReproduce, parseRestore, type ReproduceRequests } from './reproduceArguments';
import { parseRerun, type RerunCommandRequest } from './rerunArguments';
import { parseRun, type RunRequest } from './runArguments';

export type CliRequest =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'record'; runDir: string }
  | RunRequest
  | QueueRequest
  | ReproduceRequests
  | RerunCommandRequest
  | { kind: 'env'; workspace: string }
  | { kind: 'list'; workspace: string; json: boolean }
  | { kind: 'show'; workspace: string; run: string; json: boolean }
  | { kind: 'export'; workspace: string; runs: string[]; to: string }
  | { kind: 'import'; workspace: string; file: string }
  | { kind: 'attach'; workspace: string; run: string }
  | { kind: 'stop'; workspace: string; run: string; kill: boolean }
  | { kind: 'suggest'; workspace: string; run: string; json: boolean }
  | { kind: 'extract'; workspace: string; run: string; patterns: string[]; dryRun: boolean; json: boolean };

/** Understands the words behind `trialbook`. */
export function parseArguments(words: readonly string[]): CliRequest {
  const [name = '--help', ...rest] = words;
  switch (name) {
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'help' };
    case '--version':
      return { kind: 'version' };
    case 'record':
      return { kind: 'record', runDir: single(rest, l10n.t('a run folder')) };
    case 'run':
      return parseRun(rest);
    case 'queue':
      return parseQueue(rest);
    case 'checkout':
      return parseCheckout(rest);
    case 'restore':
      return parseRestore(rest);
    case 'reproduce':
      return parseReproduce(rest);
    case 'bisect':
      return parseBisect(rest);
    case 'rerun':
      return parseRerun(rest);
    case 'env':
      return { kind: 'env', workspace: workspaceOf(parse(rest, { workspace: TEXT }, 0).values) };
    case 'list': {
      const { values } = parse(rest, { workspace: TEXT, json: FLAG }, 0);
      return { kind: 'list', workspace: workspaceOf(values), json: values['json'] === true };
    }
    case 'show': {
      const { values, run } = parseWithRun(rest, { json: FLAG });
      return { kind: 'show', workspace: workspaceOf(values), run, json: values['json'] === true };
    }
    case 'attach': {
      const { values, run } = parseWithRun(rest, {});
      return { kind: 'attach', workspace: workspaceOf(values), run };
    }
    case 'stop': {
      const { values, run } = parseWithRun(rest, { kill: FLAG });
      return { kind: 'stop', workspace: workspaceOf(values), run, kill: values['kill'] === true };
    }
    case 'export':
      return parseExport(rest);
    case 'import': {
      const { values, positionals } = parse(rest, { workspace: TEXT }, undefined);
      return { kind: 'import', workspace: workspaceOf(values), file: single(positionals, l10n.t('a file')) };
    }
    case 'metrics':
      return parseMetrics(rest);
    default:
      throw new UsageError(l10n.t('There is no command {0}. See trialbook --help.', name));
  }
}

function parseExport(words: readonly string[]): CliRequest {
  const { values, positionals: runs } = parse(words, { workspace: TEXT, to: TEXT }, undefined);
  const to = text(values['to']);
  if (to === undefined) throw new UsageError(l10n.t('Name the file to write: --to runs.trialbook.zip'));
  return { kind: 'export', workspace: workspaceOf(values), runs, to };
}

function parseMetrics(words: readonly string[]): CliRequest {
  const { values, run } = parseWithRun(words, { pattern: LIST, suggest: FLAG, 'dry-run': FLAG, json: FLAG });
  const common = { workspace: workspaceOf(values), run, json: values['json'] === true };
  const patterns = texts(values['pattern']);
  if (patterns.length > 0 === (values['suggest'] === true)) {
    throw new UsageError(l10n.t('Give either --suggest or --pattern REGEX.'));
  }
  if (patterns.length === 0) return { kind: 'suggest', ...common };
  return { kind: 'extract', ...common, patterns, dryRun: values['dry-run'] === true };
}
