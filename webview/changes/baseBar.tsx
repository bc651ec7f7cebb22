import type { RelatedRuns, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import type { RunId } from '../../src/protocol/entities';
import { fillTemplate } from '../ui/fillTemplate';
import { Select } from '../ui/fields';
import { Button } from '../ui/toolkit';
import { usePage } from './pageContext';

const CHOOSE = '';

/** Chooses the run that the other one is held against. */
export function BaseBar({ changes }: { changes: RunChanges }) {
  const { model, strings } = usePage();
  const choose = (base: string): void => {
    if (base === CHOOSE) void model.pickBase();
    else model.setBase(base);
  };
  const choices = baseChoices(changes, model.related.value, strings);
  return (
    <div class="base-bar">
      <label for="base" class="secondary">
        {strings.comparedWith}
      </label>
      <Select id="base" value={changes.base.id} choices={choices} onChange={choose} />
      {isFirst(model.related.value) && <span class="secondary">{strings.noneBefore}</span>}
      <Button onClick={() => void model.swap()}>{strings.swap}</Button>
      <Button icon="graph-line" onClick={() => model.openCharts()}>
        {strings.openCharts}
      </Button>
    </div>
  );
}

/** Whether there is nothing that the run came after: it is held against one that is no older. */
function isFirst(related: RelatedRuns | undefined): boolean {
  return related !== undefined && related.previous === null && related.basedOn === null;
}

/** A run that is several of them, such as the one before and the best one, is listed once. */
function baseChoices(
  { base }: RunChanges,
  related: RelatedRuns | undefined,
  strings: ChangesStrings,
): { value: RunId; label: string }[] {
  const choices = new Map<RunId, string>();
  const offer = (run: { id: RunId; name: string } | null | undefined, template: string): void => {
    if (run && !choices.has(run.id)) choices.set(run.id, fillTemplate(template, run.name));
  };
  offer(related?.basedOn, strings.baseBasedOn);
  offer(related?.previous, strings.basePrevious);
  offer(related?.bestSibling, strings.baseBest);
  offer(base, '{0}');
  return [...[...choices].map(([value, label]) => ({ value, label })), { value: CHOOSE, label: strings.baseChoose }];
}
