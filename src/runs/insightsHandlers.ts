import type { InsightsPageApi } from '../protocol/insightsPage';
import type { Handlers } from '../protocol/rpc';
import type { StoreClient } from '../store/client';

/** What the comparison page asks for its charts across runs. */
export function insightsHandlers(store: () => StoreClient): Handlers<InsightsPageApi> {
  return {
    importance: (query) => store().request('importance', query),
    lead: (query) => store().request('lead', query),
    surroundings: (query) => store().request('surroundings', query),
    setDirection: (query) => store().request('setDirection', query),
  };
}
