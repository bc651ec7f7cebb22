import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';

/** What all parts of a page share: `PageProvider` hands it down, `usePage` gives it. */
export function createPageContext<Page extends object>(): {
  PageProvider: (props: { value: Page; children: ComponentChildren }) => VNode;
  usePage: () => Page;
} {
  const Context = createContext<Page | undefined>(undefined);
  return {
    PageProvider: ({ value, children }) => <Context.Provider value={value}>{children}</Context.Provider>,
    usePage: () => {
      const page = useContext(Context);
      if (page === undefined) throw new Error('Rendered outside the page.');
      return page;
    },
  };
}
