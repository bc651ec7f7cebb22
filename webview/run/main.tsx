import { computed, effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { RunPageStrings } from '../../src/protocol/runPageStrings';
import '../charts/charts.css';
import { watchTheme } from '../charts/theme';
import '../ui/base.css';
import { readBoot } from '../ui/boot';
import '../ui/fields.css';
import '../ui/page.css';
import { createRpcClient, windowPort } from '../ui/rpcClient';
import { LoggedModel } from '../compare/logged/loggedModel';
import { RunSeries } from './charts/runSeries';
import { CodeModel } from './code/codeModel';
import { OutputModel } from './output/outputModel';
import { PageProvider } from './pageContext';
import './run.css';
import { RunModel } from './runModel';
import { RunPage } from './runPage';
import { keepViewState } from './viewState';

const { strings, locale } = readBoot<RunPageStrings>();
const api = acquireVsCodeApi();
const model = new RunModel(createRpcClient(windowPort(api)));
const runIds = computed(() => (model.runId.value === undefined ? [] : [model.runId.value]));
const now = signal(Date.now());
effect(() => {
  if (!model.live.value) return undefined;
  const timer = setInterval(() => (now.value = Date.now()), 1000);
  return () => clearInterval(timer);
});
const page = {
  model,
  output: new OutputModel(model),
  series: new RunSeries(model),
  code: new CodeModel(model),
  logged: new LoggedModel(model.host, runIds),
  view: keepViewState(api, model),
  strings,
  locale,
  theme: watchTheme(),
  now,
};
render(
  <PageProvider value={page}>
    <RunPage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
void model.start();
