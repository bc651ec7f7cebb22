import type { ComponentChild } from 'preact';
import { formatBytes, formatDuration } from '../../../src/protocol/units';
import { usePage, useRun } from '../pageContext';

/** Where, when and on what it ran. */
export function FactList() {
  const { model, strings, locale, now } = usePage();
  const run = useRun();
  const snapshot = model.snapshot.value;
  const time = (at: number): string => new Date(at).toLocaleString(locale);
  const duration = (run.endedAt ?? now.value) - run.startedAt;
  const git = snapshot?.git;
  const environment = snapshot?.environment;
  const facts: [label: string, value: ComponentChild][] = [
    [strings.experiment, <bdi>{run.experiment}</bdi>],
    ...optional(strings.script, run.script, (file) => <PathLink file={file} />),
    [strings.started, time(run.startedAt)],
    ...optional(strings.ended, run.endedAt, time),
    [strings.duration, formatDuration(duration, strings.time)],
    ...optional(strings.git, git, ({ branch, commit, dirty }) => (
      <>
        {[branch, commit?.slice(0, 8)].filter(Boolean).join(' · ')}
        {dirty && <span class="secondary"> · {strings.dirty}</span>}
      </>
    )),
    ...optional(strings.machine, environment, ({ host, cpuModel, cpus, memory }) =>
      [host, `${cpus} × ${cpuModel}`, formatBytes(memory)].join(' · '),
    ),
    ...optional(strings.gpus, environment?.gpus?.length ? environment.gpus : null, (gpus) =>
      gpus.map(({ name }) => name).join(', '),
    ),
    ...optional(strings.interpreter, environment?.interpreter, (file) => <code>{file}</code>),
    [strings.folder, <code>{run.cwd}</code>],
    [strings.id, <code>{run.id}</code>],
  ];
  return (
    <section aria-labelledby="details">
      <h2 id="details">{strings.details}</h2>
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function PathLink({ file }: { file: string }) {
  const { model } = usePage();
  return (
    <button type="button" class="link" onClick={() => model.do(model.host.call('openPlace', { file, line: 1 }))}>
      {file}
    </button>
  );
}

/** A fact that may not be known. */
function optional<T>(
  label: string,
  value: T | null | undefined,
  show: (value: T) => ComponentChild,
): [label: string, value: ComponentChild][] {
  return value === null || value === undefined ? [] : [[label, show(value)]];
}
