import { useMemo } from 'preact/hooks';
import { Menu } from '../ui/menu';
import { DismissibleNotice, Empty, Failed, FailureNotice } from '../ui/states';
import { Grid } from './grid';
import { GridActions } from './gridActions';
import { usePage } from './pageContext';
import { StatusLine } from './statusLine';
import { Toolbar } from './toolbar';

/** The run table: what is shown above, the runs below. */
export function TablePage() {
  const { model, strings, menu, editing } = usePage();
  const actions = useMemo(() => new GridActions(model, strings, menu, editing), []);
  if (!model.isReady.value) return <Unfilled />;
  const isEmpty = model.order.shown.value.runIds.length === 0;
  // By the filter that gave these rows: the one that is typed has not been answered yet.
  if (isEmpty && model.orderedBy.value.filter.trim() === '') {
    return <Empty icon="table" title={strings.emptyTitle} hint={strings.emptyHint} />;
  }
  return (
    <main
      class="table-page"
      onKeyDown={(event) => {
        if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        document.getElementById('filter')?.focus();
      }}
    >
      <Toolbar />
      {model.failure.value !== undefined && (
        <div role="alert" class="failure">
          <FailureNotice message={model.failure.value} strings={strings} onRetry={() => model.retry()} />
        </div>
      )}
      {model.refusal.value !== undefined && (
        <div role="alert" class="failure">
          <DismissibleNotice
            isError
            text={model.refusal.value}
            dismiss={strings.dismiss}
            onDismiss={() => model.dismissRefusal()}
          />
        </div>
      )}
      {/* One goes from the rows to what waits below them: it does not come, and is not gone, on the way. */}
      <div class="rows-and-status" onPointerLeave={() => model.settle()}>
        <div class="grid-holder">
          <Grid actions={actions} />
          {isEmpty && <NoMatch />}
        </div>
        <StatusLine actions={actions} />
      </div>
      <OpenedMenu />
    </main>
  );
}

function OpenedMenu() {
  const { menu } = usePage();
  const open = menu.value;
  if (open === undefined) return null;
  const close = (): void => {
    menu.value = undefined;
    open.from?.focus();
  };
  return <Menu label={open.label} at={open.at} entries={open.entries} onClose={close} />;
}

function NoMatch() {
  const { model, strings } = usePage();
  return (
    <div class="no-match">
      <p>{strings.noMatch}</p>
      <button type="button" class="link" onClick={() => model.setFilter('')}>
        {strings.clearFilter}
      </button>
    </div>
  );
}

/** Before the first answer. */
function Unfilled() {
  const { model, strings } = usePage();
  const failure = model.failure.value;
  if (failure !== undefined) {
    return <Failed message={failure} strings={strings} onRetry={() => model.retry()} />;
  }
  return (
    <main class="table-page" aria-busy="true" aria-label={strings.loading}>
      <div class="bones">
        {Array.from({ length: 16 }, (_, i) => (
          <div key={i} class="bone bone-row" />
        ))}
      </div>
    </main>
  );
}
