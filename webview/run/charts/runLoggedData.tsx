import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { LoggedData } from '../../compare/logged/loggedData';
import { LoggedProvider } from '../../compare/logged/loggedContext';
import { usePage, useRun } from '../pageContext';

/** What the run logged besides numbers, as the comparison shows it of several. */
export function RunLoggedData() {
  const { logged, model, strings, theme, view } = usePage();
  const { id, name, colorIndex } = useRun();
  const context = useMemo(() => {
    const inFront = signal<string | undefined>(undefined);
    return {
      logged,
      runs: signal([{ id, name, colorIndex }]),
      pointedAt: signal<string | undefined>(undefined),
      // With one run there is none to be in front of.
      pinned: inFront,
      lifted: inFront,
      pin: () => {},
      strings,
      theme,
      search: view.metricSearch,
      toggled: signal<readonly string[]>([]),
      save: (chart: string, format: 'png' | 'svg' | 'csv', content: string | Uint8Array) =>
        model.do(model.host.call('saveChart', { name: chart, format, content })),
    };
  }, [id, name, colorIndex]);
  return (
    <LoggedProvider value={context}>
      <LoggedData />
    </LoggedProvider>
  );
}
