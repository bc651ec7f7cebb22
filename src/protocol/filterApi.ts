/** What the store says about a filter that somebody is writing. */
import type { TextSpan } from './rpc';

/** A field of runs, a comparison, a value, or a word that joins conditions. */
export type CompletionKind = 'field' | 'comparison' | 'value' | 'joint';

export interface FilterCompletion {
  kind: CompletionKind;
  /** What takes the place of the begun word, with the blank or the quotes that it needs. */
  text: string;
  /** What a date in `text` is, in words. */
  detail?: string;
}

export interface FilterCompletions {
  /** The begun word at the end of the filter; empty where none is begun. */
  replaced: TextSpan;
  /** The likeliest first, 50 at most; none where the filter cannot be understood up to its end. */
  items: FilterCompletion[];
}

/** Methods of the store. */
export type FilterApi = {
  /** What may stand at the end of a filter. Fields and values are those that runs have. */
  completeFilter: { args: { filter: string }; result: FilterCompletions };
};
