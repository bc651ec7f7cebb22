import type { LoggedPageApi } from '../protocol/loggedPage';
import type { Handlers } from '../protocol/rpc';
import type { StoreClient } from '../store/client';

/** What the comparison page asks for what runs logged besides numbers. */
export function loggedHandlers(store: () => StoreClient): Handlers<LoggedPageApi> {
  return {
    listPlots: (query) => store().request('listPlots', query),
    plotSteps: (query) => store().request('plotSteps', query),
    readPlots: (query) => store().request('readPlots', query),
    plotHistory: (query) => store().request('plotHistory', query),
    readArtifact: (query) => store().request('readArtifact', query),
  };
}
