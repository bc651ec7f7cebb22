import type { PageBoot } from '../../src/protocol/pagesApi';

/** Reads what the host put into the page's HTML: locale and texts. Throws when it is missing, which is a defect. */
export function readBoot<S>(): PageBoot<S> {
  const element = document.getElementById('boot');
  if (!element?.textContent) throw new Error('The page has no boot data.');
  const boot = JSON.parse(element.textContent) as PageBoot<S>;
  document.documentElement.lang = boot.locale;
  return boot;
}
