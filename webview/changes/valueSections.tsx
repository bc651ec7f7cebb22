import type { Change, DataVersion, RunChanges } from '../../src/protocol/changesApi';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import { paramText } from '../../src/protocol/paramText';
import { fillTemplate } from '../ui/fillTemplate';
import { Fold, useFold } from './fold';
import { usePage } from './pageContext';
import { SectionHead } from './section';

/** Rows before the rest is asked for. */
const MOST_ROWS = 20;

type SectionName = 'params' | 'seeds' | 'data' | 'packages' | 'machine' | 'command';

/** Names with the values before and after, in sections. */
export function ValueSections({ changes, of }: { changes: RunChanges; of: SectionName[] }) {
  return (
    <>
      {of.map((name) => (
        <ValueSection key={name} name={name} changes={changes} />
      ))}
    </>
  );
}

function ValueSection({ name, changes }: { name: SectionName; changes: RunChanges }) {
  const { strings } = usePage();
  const { title, rows } = contentOf(name, changes, strings);
  const { shown, fold } = useFold(name, rows ?? [], MOST_ROWS);
  if (rows === null) return <SectionHead id={name} title={title} note={strings.notRecorded} />;
  if (rows.length === 0) return <SectionHead id={name} title={title} note={strings.same} />;
  return (
    <section aria-labelledby={name}>
      <SectionHead id={name} title={title} count={rows.length} />
      <div class="table-box">
        <table class="values">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{strings.name}</th>
              <th scope="col">{strings.before}</th>
              <th scope="col">{strings.after}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <ValueRow key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <Fold fold={fold} />
    </section>
  );
}

function ValueRow({ row: { key, before, after } }: { row: Change<string> }) {
  const { strings } = usePage();
  return (
    <tr>
      <th scope="row" title={key}>
        {key}
      </th>
      <td class="before">
        {before === undefined ? <span class="secondary">–</span> : <Value sign="-" text={before} />}
      </td>
      <td class="after">
        {after === undefined ? <span class="secondary">{strings.removed}</span> : <Value sign="+" text={after} />}
        {before === undefined && <span class="secondary added">{strings.added}</span>}
      </td>
    </tr>
  );
}

/** A long value scrolls inside of its cell. */
function Value({ text, sign }: { text: string; sign: '-' | '+' }) {
  const Element = sign === '-' ? 'del' : 'ins';
  return <Element class="value-text">{text}</Element>;
}

function contentOf(
  name: SectionName,
  { params, seeds, data, packages, machine, command }: RunChanges,
  strings: ChangesStrings,
): { title: string; rows: Change<string>[] | null } {
  switch (name) {
    case 'params':
      return { title: strings.parameters, rows: params.map((change) => withText(change, paramText)) };
    case 'seeds':
      return { title: strings.seeds, rows: seeds.map((change) => withText(change, paramText)) };
    case 'data':
      return { title: strings.data, rows: data.map((change) => withText(change, (one) => dataText(one, strings))) };
    case 'packages':
      return {
        title: strings.packages,
        rows: packages && [...(packages.python === null ? [] : [packages.python]), ...packages.changed],
      };
    case 'machine':
      return {
        title: strings.machine,
        rows: machine && [
          ...machine.parts.map((part) => ({ ...part, key: strings.machineParts[part.key] })),
          ...machine.variables,
        ],
      };
    case 'command':
      return {
        title: strings.command,
        rows: command.map((part) => ({ ...part, key: strings.commandParts[part.key] })),
      };
  }
}

function withText<T>({ key, before, after }: Change<T>, text: (value: T) => string): Change<string> {
  return {
    key,
    ...(before === undefined ? {} : { before: text(before) }),
    ...(after === undefined ? {} : { after: text(after) }),
  };
}

function dataText({ version, digest }: DataVersion, strings: ChangesStrings): string {
  return [fillTemplate(strings.version, version), digest.slice(0, 8)].filter((part) => part !== '').join(' · ');
}
