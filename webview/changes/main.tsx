import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { ChangesStrings } from '../../src/protocol/changesPage';
import { watchTheme } from '../charts/theme';
import '../ui/base.css';
import '../ui/page.css';
import { readBoot } from '../ui/boot';
import '../ui/fields.css';
import { createRpcClient, windowPort } from '../ui/rpcClient';
import './changes.css';
import { ChangesModel } from './changesModel';
import { ChangesPage } from './changesPage';
import './codeSection.css';
import { PageProvider } from './pageContext';

const { strings } = readBoot<ChangesStrings>();
const api = acquireVsCodeApi();
const model = new ChangesModel(createRpcClient(windowPort(api)));
const saved = (api.getState() ?? {}) as Record<string, unknown>;
const unfolded = signal<readonly string[]>(Array.isArray(saved['unfolded']) ? saved['unfolded'].map(String) : []);
model.allFiles.value = saved['allFiles'] === true;
// The host reads it when it restores a page, see `ChangesPanels`.
effect(() => {
  const { folder, runId, base, allFiles } = model;
  const shown = { folder: folder.value, runId: runId.value, base: base.value };
  const view = { allFiles: allFiles.value, unfolded: unfolded.value };
  if (shown.runId !== undefined) api.setState({ ...shown, ...view });
});
render(
  <PageProvider value={{ model, strings, theme: watchTheme(), unfolded }}>
    <ChangesPage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
void model.start();
