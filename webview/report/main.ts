/**
 * What a report runs before the page: it takes the place of VS Code, which gives pages their theme and carries their
 * messages, and of the extension host, which answers them.
 */
import initSqlJs from 'sql.js';
import { UserError } from '../../src/common/errors';
import { serve } from '../../src/common/rpcChannel';
import type { ComparePageEvent, CompareStrings, PageBoot } from '../../src/protocol/pagesApi';
import type { ReportStart } from '../../src/protocol/reportApi';
import type { EventMessage, ReplyMessage } from '../../src/protocol/rpc';
import { SqljsDatabase } from '../../src/store/database/sqljsDatabase';
import { makeHandlers } from './pageHost';
import './report.css';
import { printWhole } from './printWhole';
import { followTheme } from './theme';
import { readBytes, readText } from './unpack';

const start = JSON.parse(readText('start')) as ReportStart;
const { strings } = JSON.parse(document.getElementById('boot')?.textContent ?? '') as PageBoot<CompareStrings>;

const toPage = (data: ReplyMessage | EventMessage<ComparePageEvent>): void => {
  window.dispatchEvent(new MessageEvent('message', { data }));
};
const send = (event: ComparePageEvent): void => toPage({ type: 'event', event });
const opening = openReport().then((report) => makeHandlers({ start, strings, report, send }));

async function openReport(): Promise<SqljsDatabase> {
  // They stand behind this script.
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  const [wasm, database] = await Promise.all([readBytes('engine'), readBytes('database')]);
  const { Database } = await initSqlJs({ wasmBinary: wasm.buffer });
  return new SqljsDatabase(new Database(database));
}

let state: unknown = start.view;
const api = {
  postMessage: (message: unknown) => {
    void opening.then(
      (handlers) => serve(handlers, message, toPage),
      () => {
        const broken = () => Promise.reject(new UserError(strings.brokenReport));
        return serve({ [(message as { method: string }).method]: broken }, message, toPage);
      },
    );
  },
  getState: () => state,
  setState: (next: unknown) => void (state = next),
};
Object.assign(globalThis, { acquireVsCodeApi: () => api });
followTheme();
printWhole();
