import type { Run, RunStatus } from '../../src/protocol/entities';
import { fromWire } from '../../src/protocol/numbers';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon, IconButton, type IconName } from '../ui/icon';
import { formatTogether } from '../ui/numbers';
import { Button } from '../ui/toolkit';
import { usePage } from './pageContext';

const STATUS_ICONS: Record<RunStatus, { icon: IconName; color: string }> = {
  queued: { icon: 'history', color: 'queued' },
  running: { icon: 'loading', color: 'running' },
  finished: { icon: 'pass', color: 'passed' },
  failed: { icon: 'error', color: 'failed' },
  killed: { icon: 'circle-slash', color: 'failed' },
  cancelled: { icon: 'circle-slash', color: 'skipped' },
  lost: { icon: 'question', color: 'skipped' },
};

/** The runs, which are the legend of every chart: pointing at one lifts its lines, a click keeps them lifted. */
export function RunChips() {
  const { model, view, strings } = usePage();
  const comparison = model.comparison.value;
  if (comparison === undefined) return null;
  const report = model.report.value;
  const metric = model.keyMetric.value;
  const row = metric === undefined ? undefined : model.metricsByKey.value.get(metric);
  const values = comparison.runs.map((_, index) => fromWire(row?.values[index]?.last));
  const texts = formatTogether(values.flatMap((value) => value ?? []));
  return (
    <div class="chips">
      <ul aria-label={strings.runs}>
        {comparison.runs.map((run, index) => (
          <Chip
            key={run.id}
            run={run}
            metric={metric}
            value={values[index] === undefined ? undefined : texts[countBefore(values, index)]}
          />
        ))}
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
  const lifted = model.lifted.value;
  const point = (id: string | undefined) => () => (model.pointedAt.value = id);
  const isOut = model.brushed.value?.has(run.id) === false;
  const state = lifted === undefined ? (isOut ? 'faded' : '') : lifted === run.id ? 'lifted' : 'faded';
  return (
    <li
      class={`chip ${state}`}
      onPointerEnter={point(run.id)}
      onPointerLeave={point(undefined)}
      onFocusIn={point(run.id)}
      onFocusOut={point(undefined)}
      data-vscode-context={JSON.stringify({
        webviewSection: 'run',
        runId: run.id,
        preventDefaultContextMenuItems: true,
      })}
    >
      <button
        type="button"
        class="chip-main"
        aria-pressed={model.pinned.value === run.id}
        aria-description={fillTemplate(strings.liftRun, run.name)}
        title={[run.name, strings.statuses[run.status], run.message].filter(Boolean).join(' · ')}
        onClick={() => model.pin(run.id)}
      >
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <StatusIcon status={run.status} />
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
        onClick={() => model.removeRun(run.id)}
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

function StatusIcon({ status }: { status: RunStatus }) {
  const { strings } = usePage();
  const { icon, color } = STATUS_ICONS[status];
  return <Icon name={icon} spin={status === 'running'} class={`status-${color}`} label={strings.statuses[status]} />;
}

/** How many values are present before this place. */
function countBefore(values: readonly (number | undefined)[], index: number): number {
  return values.slice(0, index).filter((value) => value !== undefined).length;
}
