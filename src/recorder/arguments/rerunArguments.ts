/** The words of `trialbook rerun`. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { MAX_RERUNS, parseSeeds, type Repeats } from '../../protocol/rerunPlan';
import { FLAG, LIST, parseWithRun, TEXT, text, texts, UsageError, type Values, workspaceOf } from './options';

export interface RerunCommandRequest {
  kind: 'rerun';
  workspace: string;
  run: string;
  /** In the order given; several of one key are tried one after the other. */
  settings: { key: string; value: string }[];
  repeats: Repeats;
  /** Absolute path of the folder that holds the code; the workspace without it. */
  root?: string;
  /** The interpreter to use in place of the recorded one. */
  python?: string;
  /** Only say what would be run. */
  dryRun: boolean;
}

/** Understands the words behind `trialbook rerun`. */
export function parseRerun(words: readonly string[]): RerunCommandRequest {
  const options = { set: LIST, seeds: TEXT, times: TEXT, root: TEXT, python: TEXT, 'dry-run': FLAG };
  const { values, run } = parseWithRun(words, options);
  const root = text(values['root']);
  const python = text(values['python']);
  return {
    kind: 'rerun',
    workspace: workspaceOf(values),
    run,
    settings: texts(values['set']).map(setting),
    repeats: repeatsOf(values),
    ...(root === undefined ? {} : { root: path.resolve(root) }),
    ...(python === undefined ? {} : { python }),
    dryRun: values['dry-run'] === true,
  };
}

/** `lr=0.1`. */
function setting(word: string): { key: string; value: string } {
  const [, key, value] = /^-{0,2}([^=]+)=(.*)$/s.exec(word) ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  throw new UsageError(l10n.t('{0} sets no option: give one such as --set lr=0.1.', word));
}

function repeatsOf(values: Values): Repeats {
  const [seeds, times] = [text(values['seeds']), text(values['times'])];
  if (seeds !== undefined && times !== undefined) throw new UsageError(l10n.t('Give either --seeds or --times.'));
  if (seeds !== undefined) {
    const parsed = parseSeeds(seeds);
    if (parsed === undefined || parsed.length === 0) {
      throw new UsageError(l10n.t('{0} are no seeds: give some such as 0-4 or 1,2,3.', seeds));
    }
    return { seeds: parsed };
  }
  if (times === undefined) return { times: 1 };
  if (/^[1-9]\d{0,3}$/.test(times) && Number(times) <= MAX_RERUNS) return { times: Number(times) };
  throw new UsageError(l10n.t('The option --times takes a number from 1 to {0}.', MAX_RERUNS));
}
