import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SurroundingsKind, SurroundingsRow, SurroundingsSection } from '../../../src/protocol/insightsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { useVisible } from '../../ui/elementSize';
import { fillTemplate } from '../../ui/fillTemplate';
import { Button } from '../../ui/toolkit';
import type { ShownRun } from '../compareModel';
import { usePage } from '../pageContext';
import { useAnswer } from './useAnswer';

/** Runs that stand side by side: more columns nobody reads. */
const MOST_RUNS = 50;

/** A run that was asked for, is still shown, and where its values stand in the rows of the answer. */
interface RunColumn {
  run: ShownRun;
  place: number;
}

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
  const { value, failure, retry } = useAnswer(question, async () => {
    const { sections } = await insights.askSurroundings(ids, onlyDifferences);
    return { ids, sections };
  });
  if (failure !== undefined) {
    return (
      <div class="hint" role="alert">
        <p>{failure}</p>
        <Button onClick={retry}>{strings.retry}</Button>
      </div>
    );
  }
  const columns = value === undefined ? [] : columnsOf(value.ids, runs);
  if (value === undefined || columns.length === 0) return <p class="secondary">{strings.loading}</p>;
  const sections = value.sections.filter(({ rows }) => rows.length > 0);
  if (sections.length === 0) return <p class="secondary">{strings.noDifferences}</p>;
  return (
    <>
      <Rows sections={sections} columns={columns} />
      {model.runs.value.length > runs.length && (
        <p class="secondary">{fillTemplate(texts.shownOf, runs.length, model.runs.value.length)}</p>
      )}
    </>
  );
}

/** By id: runs may have come, gone or changed places since they were asked for. */
function columnsOf(asked: readonly string[], shown: readonly ShownRun[]): RunColumn[] {
  const byId = new Map(shown.map((run) => [run.id, run]));
  return asked.flatMap((id, place) => {
    const run = byId.get(id);
    return run === undefined ? [] : [{ run, place }];
  });
}

function Rows({ sections, columns }: { sections: readonly SurroundingsSection[]; columns: readonly RunColumn[] }) {
  const { strings, theme } = usePage();
  const table = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => table.current?.style.setProperty('--columns', String(columns.length)), [columns.length]);
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={strings.insights.surroundings}>
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">{strings.name}</th>
            {columns.map(({ run }) => (
              <th key={run.id} scope="col" title={run.name}>
                <RunSwatch colorIndex={run.colorIndex} theme={theme} />
                {run.name}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <Section key={section.kind} section={section} columns={columns} />
        ))}
      </table>
    </div>
  );
}

function Section({ section, columns }: { section: SurroundingsSection; columns: readonly RunColumn[] }) {
  const { strings } = usePage();
  const { kind, rows, total } = section;
  const more = total - rows.length;
  return (
    <tbody>
      <tr class="group-row">
        <th scope="rowgroup" colSpan={columns.length + 1}>
          <span>
            {strings.insights.sections[kind]}
            {more > 0 && ` · ${fillTemplate(strings.insights.moreRows, more)}`}
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.key} row={row} columns={columns} name={partName(kind, row.key, strings.insights.parts)} />
      ))}
    </tbody>
  );
}

/** Only what is no name of a file or a package has a word of its own. */
function partName(kind: SurroundingsKind, key: string, parts: Readonly<Record<string, string>>): string {
  const isNamed = kind === 'command' || kind === 'machine' || kind === 'code';
  return isNamed && Object.hasOwn(parts, key) ? parts[key]! : key;
}

function Row(props: { row: SurroundingsRow; columns: readonly RunColumn[]; name: string }) {
  const { strings } = usePage();
  const { row, columns, name } = props;
  const { differs } = row;
  return (
    <tr class={differs ? 'differs' : 'alike'}>
      <th scope="row" title={row.key}>
        <span class="mark" {...(differs ? { role: 'img', 'aria-label': strings.differs, title: strings.differs } : {})}>
          {differs ? '≠' : ''}
        </span>
        {name}
      </th>
      {columns.map(({ run, place }) => {
        const value = row.values[place] ?? null;
        return (
          <td
            key={run.id}
            class={value === null ? 'secondary' : 'text'}
            title={value ?? strings.notRecorded}
            {...(value === null ? { 'aria-label': strings.notRecorded } : {})}
          >
            {value ?? '–'}
          </td>
        );
      })}
    </tr>
  );
}
