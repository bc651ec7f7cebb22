import { render } from 'preact';
import type { RerunStrings } from '../../src/protocol/rerunApi';
import '../ui/base.css';
import { readBoot } from '../ui/boot';
import '../ui/fields.css';
import { createRpcClient, windowPort } from '../ui/rpcClient';
import { PageProvider } from './pageContext';
import './rerun.css';
import { RerunModel } from './rerunModel';
import { RerunPage } from './rerunPage';

const { strings } = readBoot<RerunStrings>();
const api = acquireVsCodeApi();
const model = new RerunModel(createRpcClient(windowPort(api)), api);
render(
  <PageProvider value={{ model, strings }}>
    <RerunPage />
  </PageProvider>,
  document.getElementById('root') as HTMLElement,
);
void model.start();
