import * as vscode from 'vscode';
import type { Change, RunChanges } from '../../protocol/changesApi';
import type { ParamValue } from '../../protocol/numbers';
import { paramText } from '../../protocol/paramText';
import { shownMarkdown } from '../../common/shownText';

/** Differences that are named; of more, the number is told. */
const MOST_NAMED = 6;
const VALUE_LENGTH = 40;

/** `Since calm-heron: lr 0.01 → 0.003 · train.py +4 −1 · penguins.csv v2 → v3`, as Markdown. */
export function changesSentence(changes: RunChanges): string {
  const found = [
    ...changes.params.map(changeText),
    ...changes.code.files.map(({ path, added, removed }) => `${shown(path)} +${added} −${removed}`),
    ...changes.data.map(({ key, before, after }) => {
      return `${shown(key)} ${versionText(before?.version)} → ${versionText(after?.version)}`;
    }),
    ...(changes.packages?.changed ?? []).map(changeText),
    ...changes.seeds.map(changeText),
  ];
  const name = `**${shown(changes.base.name)}**`;
  if (found.length === 0) return vscode.l10n.t('Nothing that is recorded changed since {0}.', name);
  const more = found.length - MOST_NAMED;
  const named = found.slice(0, MOST_NAMED).join(' · ');
  const since = vscode.l10n.t('Since {0}: {1}', name, named);
  return more > 0 ? `${since} · ${vscode.l10n.t('and {0} more', more)}` : since;
}

function changeText({ key, before, after }: Change<ParamValue>): string {
  return `${shown(key)} ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: ParamValue | undefined): string {
  return value === undefined ? '–' : shown(paramText(value));
}

function versionText(version: number | undefined): string {
  return version === undefined ? '–' : `v${version}`;
}

function shown(text: string): string {
  return shownMarkdown(text, VALUE_LENGTH);
}
