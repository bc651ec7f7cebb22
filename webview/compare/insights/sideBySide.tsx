import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SurroundingsKind, SurroundingsRow, SurroundingsSection } from '../../../src/protocol/insightsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { useVisible } from '../../ui/elementSize';
import { fillTemplate } from '../../ui/fillTemplate';
import { Button } from '../../ui/toolkit';
import { usePage } from '../pageContext';
import { useAnswer } from './useAnswer';

/** Runs that stand side by side: more columns nobody reads. */
const MOST_RUNS = 50;

/** What the runs were made of besides their params, cut down to what differs with the values above. */
export function SideBySide() {
  const { strings } = usePage();
  const section = useRef<HTMLElement>(null);
  const visible = useVisible(section);
  return (
    <section ref={section} id="surroundings" aria-label={strings.insights.surroundings}>
      <div class="section-head">
        <h2>{strings.insights.surroundings}</h2>
      </div>
      {visible && <Sections />}
    </section>
  );
}

function Sections() {
  const { insights, model, view, strings } = usePage();
  const texts = strings.insights;
  const runs = model.runs.value.slice(0, MOST_RUNS);
  const ids = runs.map(({ id }) => id);
  const onlyDifferences = view.onlyDifferences.value && runs.length > 1;
  const ended = runs.map(({ status }) => status).join();
  const question = JSON.stringify([ids, onlyDifferences, ended]);
  const { value, failure, retry } = useAnswer(question, () => insights.askSurroundings(ids, onlyDifferences));
  if (failure !== undefined) {
    return (
      <div class="hint" role="alert">
        <p>{failure}</p>
        <Button onClick={retry}>{strings.retry}</Button>
      </div>
    );
  }
  if (value === undefined) return <p class="secondary">{strings.loading}</p>;
  const sections = value.sections.filter(({ rows }) => rows.length > 0);
  if (sections.length === 0) return <p class="secondary">{strings.noDifferences}</p>;
  return (
    <>
      <Rows sections={sections} />
      {model.runs.value.length > runs.length && (
        <p class="secondary">{fillTemplate(texts.shownOf, runs.length, model.runs.value.length)}</p>
      )}
    </>
  );
}

function Rows({ sections }: { sections: readonly SurroundingsSection[] }) {
  const { model, strings, theme } = usePage();
  const table = useRef<HTMLTableElement>(null);
  const columns = sections[0]!.rows[0]!.values.length;
  const runs = model.runs.value.slice(0, columns);
  useLayoutEffect(() => table.current?.style.setProperty('--columns', String(columns)), [columns]);
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={strings.insights.surroundings}>
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{strings.name}</th>
            {runs.map((run) => (
              <th key={run.id} scope="col" title={run.name}>
                <RunSwatch colorIndex={run.colorIndex} theme={theme} />
                {run.name}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <Section key={section.kind} section={section} />
        ))}
      </table>
    </div>
  );
}

function Section({ section }: { section: SurroundingsSection }) {
  const { strings } = usePage();
  const { kind, rows, total } = section;
  const columns = rows[0]!.values.length;
  const more = total - rows.length;
  return (
    <tbody>
      <tr class="group-row">
        <th scope="rowgroup" colSpan={columns + 1}>
          <span>
            {strings.insights.sections[kind]}
            {more > 0 && ` · ${fillTemplate(strings.insights.moreRows, more)}`}
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.key} row={row} name={partName(kind, row.key, strings.insights.parts)} />
      ))}
    </tbody>
  );
}

/** Only what is no name of a file or a package has a word of its own. */
function partName(kind: SurroundingsKind, key: string, parts: Readonly<Record<string, string>>): string {
  const isNamed = kind === 'command' || kind === 'machine' || kind === 'code';
  return isNamed && Object.hasOwn(parts, key) ? parts[key]! : key;
}

function Row({ row, name }: { row: SurroundingsRow; name: string }) {
  const { strings } = usePage();
  const differs = row.differs;
  return (
    <tr class={differs ? 'differs' : 'alike'}>
      <th scope="row" title={row.key}>
        <span class="mark" {...(differs ? { role: 'img', 'aria-label': strings.differs, title: strings.differs } : {})}>
          {differs ? '≠' : ''}
        </span>
        {name}
      </th>
      {row.values.map((value, column) => (
        <td
          key={column}
          class={value === null ? 'secondary' : 'text'}
          title={value ?? strings.notRecorded}
          {...(value === null ? { 'aria-label': strings.notRecorded } : {})}
        >
          {value ?? '–'}
        </td>
      ))}
    </tr>
  );
}
