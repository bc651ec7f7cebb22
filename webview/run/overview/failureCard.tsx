import type { MetricSummary, RunDetail } from '../../../src/protocol/entities';
import { fromWire } from '../../../src/protocol/numbers';
import type { RunPageStrings } from '../../../src/protocol/runPageStrings';
import { Icon } from '../../ui/icon';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { Button } from '../../ui/toolkit';
import { formatInUnit } from '../../ui/valueUnits';
import { machineName, machineUnit } from '../machine/machineMetrics';
import { byImportance } from '../metricOrder';
import { usePage, useRun } from '../pageContext';
import { useMachineValues } from './machineValues';

/** Last values that are named. */
const MOST_VALUES = 6;

/** Why a run did not finish: the message, the user's own line, and how things stood before. */
export function FailureCard() {
  const { model, view, strings } = usePage();
  const run = useRun();
  const title = titleOf(run, strings.failures);
  const memory = useMachineValues(title === undefined ? undefined : run.id);
  if (title === undefined) return null;
  const frames = run.exception?.frames ?? [];
  const known = run.metrics.filter(({ count }) => count > 0);
  const last = byImportance(known, run.keyMetric?.key).slice(0, MOST_VALUES);
  const step = commonStep(last);
  return (
    <section class="failure" aria-labelledby="failure">
      <h2 id="failure">
        <Icon name="error" class="failed" /> {title}
      </h2>
      {run.message !== null && <p class="failure-message">{run.message}</p>}
      {run.exitCode !== null && run.exitCode !== 0 && (
        <p class="secondary">{fillTemplate(strings.exitCode, run.exitCode)}</p>
      )}
      {frames.length > 0 && (
        <ol class="frames" aria-label={strings.frames}>
          {frames.toReversed().map(({ file, line, name }, index) => (
            <li key={index}>
              <button
                type="button"
                class="link"
                title={fillTemplate(strings.openPlace, file, line)}
                onClick={() => model.do(model.host.call('openPlace', { file, line }))}
              >
                {file}:{line}
              </button>{' '}
              <span class="secondary">{name}</span>
            </li>
          ))}
        </ol>
      )}
      {last.length > 0 && (
        <Values
          label={step === undefined ? strings.lastValues : fillTemplate(strings.lastValuesAt, formatNumber(step))}
          values={last.map(metricText)}
        />
      )}
      {memory.length > 0 && (
        <Values label={strings.machineThen} values={memory.map((one) => machineText(one, strings))} />
      )}
      <Button icon="output" onClick={() => (view.tab.value = 'output')}>
        {strings.showOutput}
      </Button>
    </section>
  );
}

function Values({ label, values }: { label: string; values: string[] }) {
  return (
    <p>
      <span class="secondary">{label}</span> <span class="number">{values.join(' · ')}</span>
    </p>
  );
}

function metricText({ key, last }: MetricSummary): string {
  return `${key} ${formatNumber(fromWire(last) ?? Number.NaN)}`;
}

function machineText({ key, last }: MetricSummary, { machineNames }: RunPageStrings): string {
  return `${machineName(key, machineNames)} ${formatInUnit(fromWire(last) ?? Number.NaN, machineUnit(key))}`;
}

/** The step of the last values, where it is one and the same. */
function commonStep(metrics: readonly MetricSummary[]): number | undefined {
  const [step, ...others] = new Set(metrics.map(({ lastStep }) => lastStep));
  return others.length > 0 ? undefined : fromWire(step);
}

/** The kind of failure; `undefined` for a run that did not fail. */
function titleOf({ status, failure }: RunDetail, failures: Record<string, string>): string | undefined {
  if (status === 'lost') return failures['lost'];
  if (status !== 'failed' && status !== 'killed') return undefined;
  return failures[failure ?? 'exit-code'];
}
