import { createContext, h, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { RerunStrings } from '../../src/protocol/rerunApi';
import type { FormModel } from './formModel';
import type { RerunModel } from './rerunModel';

export interface PageContext {
  model: RerunModel;
  strings: RerunStrings;
}

const Context = createContext<PageContext | undefined>(undefined);

export function PageProvider(props: { value: PageContext; children: ComponentChildren }) {
  return h(Context, { value: props.value }, props.children);
}

export function usePage(): PageContext {
  const page = useContext(Context);
  if (page === undefined) throw new Error('Rendered outside the page.');
  return page;
}

/** The form, for what is drawn only when there is one. */
export function useForm(): FormModel {
  const form = usePage().model.form.value;
  if (form === undefined) throw new Error('Rendered without a form.');
  return form;
}
