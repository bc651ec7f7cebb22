import type { TablePageApi, TablePageEvent } from '../../src/protocol/tablePage';
import { HostError, type RpcClient } from '../ui/rpcClient';

export type TableHost = RpcClient<TablePageApi, TablePageEvent>;

/** A store that crashed is started again by the next request, which comes after this time, ms. */
const RETRY_MS = 300;

/** Asks the host, and once more when the store was away: it is started again by the second request. */
export async function askHost<M extends keyof TablePageApi & string>(
  host: TableHost,
  method: M,
  args: TablePageApi[M]['args'],
): Promise<TablePageApi[M]['result']> {
  try {
    return await host.call(method, args);
  } catch (error) {
    if (error instanceof HostError && error.user) throw error;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return host.call(method, args);
  }
}
