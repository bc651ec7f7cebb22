import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Run } from '../../src/protocol/entities';
import { fromWire } from '../../src/protocol/numbers';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate } from '../ui/fillTemplate';
import { passFocusOn } from '../ui/focus';
import { IconButton } from '../ui/icon';
import { formatTogether } from '../ui/numbers';
import { StatusIcon } from '../ui/statusIcon';
import { Button } from '../ui/toolkit';
import { usePage } from './pageContext';
import { pointsAt } from './pointsAt';
import './runChips.css';

/** Chips that are there at first; the pinned run's is always among them. */
const MOST_CHIPS = 60;

/** The runs, which are the legend of every chart: pointing at one lifts its lines, a click keeps them lifted. */
export function RunChips() {
  const { model, view, strings } = usePage();
  const showsAll = useSignal(false);
  // Beyond the first ones it takes a render to show it.
  const pinned = useComputed(() => {
    const place = model.runIds.value.indexOf(model.pinned.value ?? '');
    return place < MOST_CHIPS ? -1 : place;
  });
  const comparison = model.comparison.value;
  if (comparison === undefined) return null;
  const report = model.report.value;
  const metric = model.keyMetric.value;
  const row = metric === undefined ? undefined : model.metricsByKey.value.get(metric);
  const texts = formatTogether(comparison.runs.map((_, index) => fromWire(row?.values[index]?.last) ?? Number.NaN));
  const places = [...comparison.runs.keys()];
  const shown = showsAll.value ? places : places.filter((place) => place < MOST_CHIPS || place === pinned.value);
  const more = places.length - shown.length;
  return (
    <div class="chips">
      <ul aria-label={strings.runs}>
        {shown.map((place) => {
          const run = comparison.runs[place]!;
          const value = row?.values[place] === undefined ? undefined : texts[place];
          return <Chip key={run.id} run={run} metric={metric} value={value} />;
        })}
        {more > 0 && (
          <li class="chips-more">
            <button type="button" class="link" onClick={() => (showsAll.value = true)}>
              {fillTemplate(strings.moreRuns, more)}
            </button>
          </li>
        )}
      </ul>
      {(report === undefined || comparison.runs.length < report.runs) && (
        <Button icon="add" onClick={() => void model.pickRuns()}>
          {strings.addRuns}
        </Button>
      )}
      {report === undefined && (
        <Button icon="save" onClick={() => model.saveReport(view.kept.value)}>
          {strings.saveReport}
        </Button>
      )}
    </div>
  );
}

function Chip({ run, metric, value }: { run: Run; metric: string | undefined; value: string | undefined }) {
  const { model, strings, theme } = usePage();
  const state = useComputed(() => {
    const lifted = model.lifted.value;
    if (lifted !== undefined) return lifted === run.id ? 'lifted' : 'faded';
    return model.brushed.value?.has(run.id) === false ? 'faded' : '';
  });
  const isPinned = useComputed(() => model.pinned.value === run.id);
  const remove = useRef<HTMLButtonElement>(null);
  return (
    <li
      class={`chip ${state.value}`}
      {...pointsAt(model.pointedAt, run.id)}
      data-vscode-context={JSON.stringify({
        webviewSection: 'run',
        runId: run.id,
        preventDefaultContextMenuItems: true,
      })}
    >
      <button
        type="button"
        class="chip-main"
        aria-pressed={isPinned.value}
        aria-description={fillTemplate(strings.liftRun, run.name)}
        title={[run.name, strings.statuses[run.status], run.message].filter(Boolean).join(' · ')}
        onClick={() => model.pin(run.id)}
      >
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <StatusIcon status={run.status} label={strings.statuses[run.status]} />
        <span class="chip-name">{run.name}</span>
        {value !== undefined && (
          <span class="number secondary" title={metric}>
            {value}
          </span>
        )}
      </button>
      {model.report.value === undefined && <ChipActions run={run} />}
      <IconButton
        name="close"
        label={fillTemplate(strings.removeRun, run.name)}
        button={remove}
        class="chip-remove"
        onClick={() => {
          if (remove.current !== null) passFocusOn(remove.current, '.chip-remove', 'h1');
          model.removeRun(run.id);
        }}
      />
    </li>
  );
}

/** They lie over the chip and appear on hover and focus, so that nothing moves. */
function ChipActions({ run }: { run: Run }) {
  const { model, strings } = usePage();
  return (
    <span class="chip-actions">
      {run.status === 'running' && (
        <IconButton
          name="debug-stop"
          label={fillTemplate(strings.stopRun, run.name)}
          onClick={() => model.act('stopRun', run.id)}
        />
      )}
      <IconButton
        name="output"
        label={fillTemplate(strings.showOutput, run.name)}
        onClick={() => model.act('showOutput', run.id)}
      />
      <IconButton
        name="list-tree"
        label={fillTemplate(strings.revealRun, run.name)}
        onClick={() => model.act('revealRun', run.id)}
      />
    </span>
  );
}
