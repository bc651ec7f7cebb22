import { useMemo } from 'preact/hooks';
import { LoggedData } from './logged/loggedData';
import { LoggedProvider } from './logged/loggedContext';
import { usePage } from './pageContext';

/** What the compared runs logged besides numbers. */
export function ComparedLoggedData() {
  const { insights, logged, model, strings, theme, view } = usePage();
  const context = useMemo(() => {
    const { runs, pointedAt, pinned, lifted } = model;
    return {
      logged,
      runs,
      pointedAt,
      pinned,
      lifted,
      strings,
      theme,
      search: view.search,
      toggled: view.toggled,
      pin: model.pin.bind(model),
      save: insights.save.bind(insights),
    };
  }, []);
  return (
    <LoggedProvider value={context}>
      <LoggedData />
    </LoggedProvider>
  );
}
