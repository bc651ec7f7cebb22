import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { TableStrings } from '../../src/protocol/tablePage';
import { parseTableView } from '../../src/protocol/tableView';
import { watchTheme } from '../charts/theme';
import '../ui/base.css';
import { readBoot } from '../ui/boot';
import '../ui/fields.css';
import { createRpcClient, windowPort } from '../ui/rpcClient';
import './cells.css';
import './chooser.css';
import './grid.css';
import type { OpenMenu } from './openMenu';
import { PageProvider } from './pageContext';
import type { Place } from './selection';
import './table.css';
import { TableModel } from './tableModel';
import { TablePage } from './tablePage';

/** Ages are told anew so often, ms. */
const TICK = 30_000;

const { strings } = readBoot<TableStrings>();
document.title = strings.title;
const api = acquireVsCodeApi();
const model = new TableModel(createRpcClient(windowPort(api)));
const saved = (api.getState() ?? {}) as Record<string, unknown>;
// The host reads it when it restores a page, see `TablePanels`.
effect(() => {
  if (model.isReady.value) api.setState({ folder: model.folder.value, view: model.view.value });
});
const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), TICK);
const page = {
  model,
  strings,
  theme: watchTheme(),
  now,
  menu: signal<OpenMenu | undefined>(undefined),
  editing: signal<Place | undefined>(undefined),
};
render(
  <PageProvider value={page}>
    <TablePage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
void model.start(saved['view'] === undefined ? null : parseTableView(saved['view']));
