/** The run table's model with a host in memory, without a page around it. */
import type { TablePageEvent } from '../../../src/protocol/tablePage';
import { placeColumns } from '../../../webview/table/columnGeometry';
import { GridActions } from '../../../webview/table/gridActions';
import { onGridKey } from '../../../webview/table/gridKeys';
import type { TableHost } from '../../../webview/table/askHost';
import { TableModel } from '../../../webview/table/tableModel';
import { HostError } from '../../../webview/ui/rpcClient';
import { signal } from '@preact/signals';
import { readTableStrings } from './strings';
import { answerOf, type TableStore, tableStore } from './tableAnswers';
import { waitFor } from './tablePageHarness';

const strings = readTableStrings();

export interface OpenModel {
  model: TableModel;
  store: TableStore;
  actions: GridActions;
  /** Calls of the host, in their order. */
  asked: { method: string; args: unknown }[];
  send: (event: TablePageEvent) => void;
  /** Presses a key in the grid, with `Shift+` before it or without. */
  press: (key: string) => void;
  /** Names of the runs in the order in which they stand. */
  names: () => string[];
}

/** `refuse` throws what the host should answer with. */
export async function openModel(
  given: Partial<TableStore> = {},
  refuse: (method: string, args: unknown) => void = () => undefined,
): Promise<OpenModel> {
  const store = tableStore(given);
  const asked: OpenModel['asked'] = [];
  let listener: (event: TablePageEvent) => void = () => undefined;
  const host = {
    call: async (method: string, args: unknown) => {
      asked.push({ method, args });
      refuse(method, args);
      return JSON.parse(JSON.stringify(answerOf(store, method, args) ?? null)) as never;
    },
    onEvent: (hear: typeof listener) => (listener = hear),
  } as unknown as TableHost;
  const model = new TableModel(host);
  await model.start(null);
  await waitFor(() => model.isReady.value);
  const actions = new GridActions(model, strings, signal(undefined), signal(undefined));
  const place = (): void => {
    actions.columns = placeColumns(model.layout.value, model.view.value.widths, 0).columns;
  };
  place();
  const press = (keys: string): void => {
    place();
    const key = keys.replace('Shift+', '');
    onGridKey({ key, shiftKey: keys !== key } as KeyboardEvent, actions, 10);
  };
  const names = (): string[] => {
    return model.order.shown.value.runIds.map((id) => store.runs.find(({ run }) => run.id === id)?.run.name ?? id);
  };
  return { model, store, actions, asked, send: (event) => listener(event), press, names };
}

/** What the host answers to what cannot be understood. */
export function misunderstood(message: string, span?: { start: number; end: number }): HostError {
  return new HostError({ message, user: true, ...(span === undefined ? {} : { span }) });
}
