import type { ParamValue } from '../../../src/protocol/numbers';
import { paramText } from '../../../src/protocol/paramText';
import { fillTemplate } from '../../ui/fillTemplate';
import { usePage, useRun } from '../pageContext';

/** Rows before the rest is asked for. */
const MOST_ROWS = 24;

/** The parameters; those that are other ones in the run that it is held against say which. */
export function ParamTable() {
  const { model, view, strings } = usePage();
  const { params } = useRun();
  const all = view.unfolded.value.includes('params');
  const shown = all ? params : params.slice(0, MOST_ROWS);
  const changes = model.changes.value;
  const changed = new Map(
    [...(changes?.params ?? []), ...(changes?.seeds ?? [])].map((change) => [change.key, change]),
  );
  if (params.length === 0) return null;
  return (
    <section aria-labelledby="params">
      <h2 id="params">
        {strings.parameters} <span class="count">{params.length}</span>
      </h2>
      <div class="table-box">
        <table class="params">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">{strings.name}</th>
              <th scope="col">{strings.value}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ key, value, source }) => (
              <tr key={key}>
                <th scope="row" title={source === undefined ? key : `${key} · ${source}`}>
                  <bdi>{key}</bdi>
                </th>
                <td>
                  <bdi class="param-value">{paramText(value)}</bdi>
                  {changed.has(key) && (
                    <span class="secondary"> {fillTemplate(strings.was, valueText(changed.get(key)?.before))}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {params.length > shown.length && (
        <button
          type="button"
          class="link fold"
          onClick={() => (view.unfolded.value = [...view.unfolded.value, 'params'])}
        >
          {fillTemplate(strings.showAll, params.length)}
        </button>
      )}
    </section>
  );
}

function valueText(value: ParamValue | undefined): string {
  return value === undefined ? '–' : paramText(value);
}
