import { signal } from '@preact/signals';
import { render } from 'preact';
import type { CompareStrings } from '../../src/protocol/pagesApi';
import '../charts/charts.css';
import { watchTheme } from '../charts/theme';
import '../ui/base.css';
import '../ui/fields.css';
import '../ui/page.css';
import { readBoot } from '../ui/boot';
import { createRpcClient, windowPort } from '../ui/rpcClient';
import './compare.css';
import { CompareModel, type CompareHost } from './compareModel';
import { ComparePage } from './comparePage';
import { InsightsModel } from './insights/insightsModel';
import { LoggedModel } from './logged/loggedModel';
import { PageProvider } from './pageContext';
import { readFirstCharts } from './readFirstCharts';
import { keepViewState } from './viewState';

const { strings } = readBoot<CompareStrings>();
const api = acquireVsCodeApi();
const host: CompareHost = createRpcClient(windowPort(api));
const model = new CompareModel(host);
const view = keepViewState(api, model);
const gridWidth = signal(0);
const page = {
  model,
  insights: new InsightsModel(host, model, view.insights),
  logged: new LoggedModel(host, model.runIds, view.plots),
  strings,
  theme: watchTheme(),
  view,
  crosshair: signal(undefined),
  fullScreen: signal(undefined),
  dragged: signal(undefined),
  gridWidth,
  mayBuild: readFirstCharts(model, view, gridWidth),
};
render(
  <PageProvider value={page}>
    <ComparePage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
// The command was called while this page is in front.
host.onEvent((event) => event.kind === 'saveReport' && model.saveReport(view.kept.value));
void model.start();
