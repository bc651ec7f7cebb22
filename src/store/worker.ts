/** The thread around {@link StoreService}. */
import * as l10n from '@vscode/l10n';
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../common/errors';
import { serve, type PostReply } from '../common/rpcChannel';
import type { RequestMessage } from '../protocol/rpc';
import type { StoreOptions } from '../protocol/storeOptions';
import { StoreService } from './service';

const options = workerData as StoreOptions;
const port = parentPort;
if (port === null) throw new Error('The store worker must be started as a worker thread');
if (options.l10nBundle !== undefined) l10n.config({ contents: options.l10nBundle });

const post: PostReply = (reply, transfer) => port.postMessage(reply, transfer);
const opening = StoreService.open(options, (event) => port.postMessage({ type: 'event', event }));

port.on('message', (message: RequestMessage) => {
  void opening.then(
    (service) => serve(service.handlers, message, post),
    (error: unknown) => post({ type: 'reply', id: message.id, ok: false, error: toWireError(error) }, []),
  );
});
