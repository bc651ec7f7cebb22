import { Emitter } from '../../common/emitter';
import type { SortKey } from '../../protocol/storeApi';
import { type Grouping, isGrouping } from './grouping';

/** How the Runs view shows its runs. */
export interface ViewOptions {
  grouping: Grouping;
  /** `null`: newest first. */
  sort: SortKey | null;
  /** In the search syntax of docs/search.md; empty for all runs. */
  filter: string;
}

/** Where the choices are kept: the editor's state of the workspace. */
interface Memento {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const OPTIONS_KEY = 'trialbook.runs.view';
const RECENT_KEY = 'trialbook.runs.recentFilters';
const MOST_RECENT = 10;

/** What was chosen of the Runs view, kept for the workspace. */
export class RunsViewOptions {
  private readonly changed = new Emitter<void>();
  private options: ViewOptions;

  readonly onDidChange = this.changed.event;

  constructor(private readonly memento: Memento) {
    this.options = readOptions(memento.get(OPTIONS_KEY));
  }

  get current(): Readonly<ViewOptions> {
    return this.options;
  }

  /** Filters that were applied, the last one first. */
  get recentFilters(): string[] {
    const kept = this.memento.get(RECENT_KEY);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  }

  /** Shows the runs otherwise; what is not named stays. */
  choose(chosen: Partial<ViewOptions>): void {
    const next = { ...this.options, ...chosen };
    if (JSON.stringify(next) === JSON.stringify(this.options)) return;
    this.options = next;
    void this.memento.update(OPTIONS_KEY, next);
    this.changed.fire();
  }

  /** Remembers a filter to offer it again. */
  remember(filter: string): void {
    const others = this.recentFilters.filter((one) => one !== filter);
    void this.memento.update(RECENT_KEY, [filter, ...others].slice(0, MOST_RECENT));
  }
}

/** Of what was kept, by whichever version, what can be understood. */
function readOptions(kept: unknown): ViewOptions {
  const { grouping, sort, filter } = (kept ?? {}) as Record<string, unknown>;
  return {
    grouping: isGrouping(grouping) ? grouping : 'auto',
    sort: isSortKey(sort) ? sort : null,
    filter: typeof filter === 'string' ? filter : '',
  };
}

function isSortKey(kept: unknown): kept is SortKey {
  return typeof (kept as Partial<SortKey> | null)?.by === 'string';
}
