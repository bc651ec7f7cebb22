import { useRef } from 'preact/hooks';
import type { SurroundingsKind, SurroundingsRow, SurroundingsSection } from '../../../src/protocol/insightsApi';
import { useVisibleInPlace } from '../../ui/elementSize';
import { fillTemplate } from '../../ui/fillTemplate';
import { FailureNotice } from '../../ui/states';
import type { ShownRun } from '../compareModel';
import { usePage } from '../pageContext';
import { Cells, RunColumns, type RowPlace } from '../runColumns';
import { useSurroundings } from './surroundings';

/** A run that was asked for, is still shown, and where its values stand in the rows of the answer. */
interface RunColumn {
  run: ShownRun;
  place: number;
}

type SideRow =
  | { kind: 'section'; section: SurroundingsSection }
  | { kind: 'part'; section: SurroundingsSection; row: SurroundingsRow };

/** What the runs were made of besides their params, cut down to what differs with the values above. */
export function SideBySide() {
  const { strings } = usePage();
  const section = useRef<HTMLElement>(null);
  const visible = useVisibleInPlace(section);
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
  const { model, view, strings } = usePage();
  const texts = strings.insights;
  const onlyDifferences = view.onlyDifferences.value && model.runs.value.length > 1;
  const { value, failure, retry, runs } = useSurroundings(onlyDifferences);
  const notice = failure !== undefined && <FailureNotice message={failure} strings={strings} onRetry={retry} />;
  const columns = value === undefined ? [] : columnsOf(value.ids, runs);
  if (value === undefined || columns.length === 0) return notice || <p class="secondary">{strings.loading}</p>;
  const rows = rowsOf(value.sections);
  const shown = columns.map(({ run }) => run);
  return (
    <>
      {notice}
      {rows.length === 0 ? (
        <p class="secondary">{strings.noDifferences}</p>
      ) : (
        <RunColumns label={texts.surroundings} runs={shown} rows={rows} keyOf={keyOf}>
          {(row, place) =>
            row.kind === 'section' ? (
              <SectionRow section={row.section} place={place} />
            ) : (
              <PartRow section={row.section} row={row.row} columns={columns} place={place} />
            )
          }
        </RunColumns>
      )}
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

/** With the heading of each section; one without rows has none. */
function rowsOf(sections: readonly SurroundingsSection[]): SideRow[] {
  return sections.flatMap((section): SideRow[] => {
    const rows = section.rows.map((row): SideRow => ({ kind: 'part', section, row }));
    return rows.length === 0 ? [] : [{ kind: 'section', section }, ...rows];
  });
}

function keyOf(row: SideRow): string {
  return row.kind === 'section' ? row.section.kind : `${row.section.kind} ${row.row.key}`;
}

function SectionRow({ section, place }: { section: SurroundingsSection; place: RowPlace }) {
  const { strings } = usePage();
  const more = section.total - section.rows.length;
  return (
    <tr aria-rowindex={place.ariaIndex} class="group-row">
      <th scope="rowgroup" colSpan={place.span + 1}>
        <span>
          {strings.insights.sections[section.kind]}
          {more > 0 && ` · ${fillTemplate(strings.insights.moreRows, more)}`}
        </span>
      </th>
    </tr>
  );
}

/** Only what is no name of a file or a package has a word of its own. */
function partName(kind: SurroundingsKind, key: string, parts: Readonly<Record<string, string>>): string {
  const isNamed = kind === 'command' || kind === 'machine' || kind === 'code';
  return isNamed && Object.hasOwn(parts, key) ? parts[key]! : key;
}

function PartRow(props: {
  section: SurroundingsSection;
  row: SurroundingsRow;
  columns: readonly RunColumn[];
  place: RowPlace;
}) {
  const { strings } = usePage();
  const { section, row, columns, place } = props;
  const { differs } = row;
  return (
    <tr aria-rowindex={place.ariaIndex} class={differs ? 'differs' : 'alike'}>
      <th scope="row" title={row.key}>
        <span class="mark" {...(differs ? { role: 'img', 'aria-label': strings.differs, title: strings.differs } : {})}>
          {differs ? '≠' : ''}
        </span>
        {partName(section.kind, row.key, strings.insights.parts)}
      </th>
      <Cells range={place.columns} of={columns.length}>
        {(column) => {
          const value = row.values[columns[column]!.place] ?? null;
          return (
            <td
              key={columns[column]!.run.id}
              class={value === null ? 'secondary' : 'text'}
              title={value ?? strings.notRecorded}
              aria-colindex={column + 2}
              {...(value === null ? { 'aria-label': strings.notRecorded } : {})}
            >
              {value ?? '–'}
            </td>
          );
        }}
      </Cells>
    </tr>
  );
}
