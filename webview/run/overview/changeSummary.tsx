import type { ComponentChild } from 'preact';
import type { RunChanges } from '../../../src/protocol/changesApi';
import type { MetricSummary } from '../../../src/protocol/entities';
import { metricDirection } from '../../../src/protocol/metricDirection';
import { fromWire, type ParamValue } from '../../../src/protocol/numbers';
import { paramText } from '../../../src/protocol/paramText';
import { fillTemplate, fillTemplateWith } from '../../ui/fillTemplate';
import { formatDelta, formatNumber } from '../../ui/numbers';
import { usePage, useRun } from '../pageContext';
import type { Base } from '../runModel';

/** Differences that are named. */
const MOST_NAMED = 6;
const LONGEST_VALUE = 40;

/** The answer: how the run did against the one that it is held against, and what is different in it. */
export function ChangeSummary() {
  const { model, strings } = usePage();
  const base = model.base.value;
  const changes = model.changes.value;
  if (base === undefined || changes === undefined) return <FirstOfItsKind />;
  const named = differences(changes);
  const others = named.length - MOST_NAMED;
  return (
    <section class="answer" aria-labelledby="answer">
      <h2 id="answer" class="verdict">
        <Verdict base={base} />
      </h2>
      <p class="changed">
        {named.length === 0 && <span class="secondary">{strings.nothingChanged}</span>}
        {named.slice(0, MOST_NAMED).map((text, index) => (
          <code key={index}>{text}</code>
        ))}
        {others > 0 && <span class="secondary">{fillTemplate(strings.moreChanges, others)}</span>}
        <button
          type="button"
          class="link"
          onClick={() => model.do(model.host.call('openChanges', { base: base.run.id }))}
        >
          {strings.showChanges}
        </button>
      </p>
    </section>
  );
}

/** There is nothing to hold it against. */
function FirstOfItsKind() {
  const { model, strings } = usePage();
  const { keyMetric } = useRun();
  if (model.base.value !== undefined || keyMetric === null) return null;
  return (
    <h2 class="verdict">
      {fillTemplateWith<ComponentChild>(strings.answerAlone, [<code>{keyMetric.key}</code>, number(keyMetric)])}
    </h2>
  );
}

function Verdict({ base }: { base: Base }) {
  const { model, strings } = usePage();
  const run = useRun();
  const metric = run.keyMetric;
  const name = (
    <button
      type="button"
      class="link base-name"
      title={base.run.name}
      onClick={() => model.do(model.host.call('openRun', { runId: base.run.id }))}
    >
      <bdi>{base.run.name}</bdi>
    </button>
  );
  const whose = fillTemplateWith<ComponentChild>(strings.bases[base.kind], [name]);
  const before = model.baseDetail.value?.metrics.find(({ key }) => key === metric?.key);
  const [value, old] = [fromWire(metric?.last), fromWire(before?.last)];
  if (metric === null || value === undefined || old === undefined || !Number.isFinite(value - old)) {
    return <>{fillTemplateWith<ComponentChild>(strings.answerIncomparable, [<>{whose}</>])}</>;
  }
  const difference = value - old;
  const direction = model.directions.value[metric.key] ?? metricDirection(metric.key);
  const template =
    difference === 0
      ? strings.answerEqual
      : direction === undefined
        ? strings[difference > 0 ? 'answerHigher' : 'answerLower']
        : strings[difference > 0 === (direction === 'higher') ? 'answerBetter' : 'answerWorse'];
  const delta = <b class="number">{formatDelta(Math.abs(difference))}</b>;
  return (
    <>{fillTemplateWith<ComponentChild>(template, [<code>{metric.key}</code>, number(metric), <>{whose}</>, delta])}</>
  );
}

function number(metric: MetricSummary): ComponentChild {
  return <b class="number">{formatNumber(fromWire(metric.last) ?? Number.NaN)}</b>;
}

/** Parameters first, then code, data, packages: each in a few characters. */
function differences({ params, seeds, code, data, packages, machine }: RunChanges): string[] {
  return [
    ...[...params, ...seeds].map(({ key, before, after }) => `${key} ${valueText(before)} → ${valueText(after)}`),
    ...code.files.map(({ path, added, removed }) => `${path} +${added} −${removed}`),
    ...data.map(({ key, before, after }) => `${key} ${versionText(before)} → ${versionText(after)}`),
    ...[packages?.python ?? [], packages?.changed ?? []]
      .flat()
      .map(({ key, before, after }) => `${key} ${valueText(before)} → ${valueText(after)}`),
    ...[...(machine?.parts ?? []), ...(machine?.variables ?? [])].map(
      ({ key, before, after }) => `${key} ${valueText(before)} → ${valueText(after)}`,
    ),
  ];
}

function valueText(value: ParamValue | undefined): string {
  if (value === undefined) return '–';
  const text = paramText(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function versionText(version: { version: number } | undefined): string {
  return version === undefined ? '–' : `v${version.version}`;
}
