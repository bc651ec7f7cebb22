import { SearchField } from '../ui/toolkit';
import { usePage } from './pageContext';

/** Search, and ways to the parts of a long page. */
export function Toolbar() {
  const { view, strings } = usePage();
  return (
    <div class="toolbar">
      <SearchField
        value={view.search.value}
        label={strings.search}
        onInput={(search) => (view.search.value = search)}
      />
      <nav>
        <button type="button" class="link" onClick={() => scrollTo('charts')}>
          {strings.charts}
        </button>
        <button type="button" class="link" onClick={() => scrollTo('values')}>
          {strings.values}
        </button>
      </nav>
    </div>
  );
}

function scrollTo(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: 'start' });
}
