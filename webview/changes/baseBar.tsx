import type { RelatedRuns, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import type { RunId } from '../../src/protocol/entities';
import { fillTemplate } from '../ui/fillTemplate';
import { Select } from '../ui/select';
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
  const options = baseOptions(changes, model.related.value, strings);
  return (
    <div class="base-bar">
      <Select label={strings.comparedWith} value={changes.base.id} options={options} onChange={choose} />
      <Button onClick={() => void model.swap()}>{strings.swap}</Button>
      <Button icon="graph-line" onClick={() => model.openCharts()}>
        {strings.openCharts}
      </Button>
    </div>
  );
}

/** A run that is several of them, such as the one before and the best one, is listed once. */
function baseOptions(
  { base }: RunChanges,
  related: RelatedRuns | undefined,
  strings: ChangesStrings,
): { value: RunId; text: string }[] {
  const options = new Map<RunId, string>();
  const offer = (run: { id: RunId; name: string } | null | undefined, template: string): void => {
    if (run && !options.has(run.id)) options.set(run.id, fillTemplate(template, run.name));
  };
  offer(related?.basedOn, strings.baseBasedOn);
  offer(related?.previous, strings.basePrevious);
  offer(related?.bestSibling, strings.baseBest);
  offer(base, '{0}');
  return [...[...options].map(([value, text]) => ({ value, text })), { value: CHOOSE, text: strings.baseChoose }];
}
