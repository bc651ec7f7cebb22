import { ChangeSummary } from './changeSummary';
import { FactList } from './factList';
import { FailureCard } from './failureCard';
import { KeyMetrics } from './keyMetrics';
import { NoteSection } from './noteSection';
import './overview.css';
import { ParamTable } from './paramTable';
import { TagSection } from './tagSection';
import { Warnings } from './warnings';

/** What one wants to know of a run first: why it failed, how good it is, and what is different in it. */
export function OverviewTab() {
  return (
    <div class="overview">
      <div class="overview-main">
        <FailureCard />
        <Warnings />
        <ChangeSummary />
        <KeyMetrics />
        <ParamTable />
      </div>
      <aside class="overview-aside">
        <NoteSection />
        <TagSection />
        <FactList />
      </aside>
    </div>
  );
}
