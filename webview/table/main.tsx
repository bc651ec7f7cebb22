import { signal } from '@preact/signals';
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
import type { EditedCell } from './gridActions';
import { keepState } from './keepState';
import { parsePlace } from './keptPlace';
import type { OpenMenu } from './openMenu';
import { PageProvider } from './pageContext';
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
keepState(model, api);
const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), TICK);
const page = {
  model,
  strings,
  theme: watchTheme(),
  now,
  menu: signal<OpenMenu | undefined>(undefined),
  editing: signal<EditedCell | undefined>(undefined),
};
render(
  <PageProvider value={page}>
    <TablePage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
const view = saved['view'] === undefined ? null : parseTableView(saved['view']);
void model.start(view, parsePlace(saved['place']));
