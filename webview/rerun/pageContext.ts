import type { RerunStrings } from '../../src/protocol/rerunApi';
import type { FormModel } from './formModel';
import type { RerunModel } from './rerunModel';
import { createPageContext } from '../ui/pageContext';

interface PageContext {
  model: RerunModel;
  strings: RerunStrings;
}

export const { PageProvider, usePage } = createPageContext<PageContext>();

/** The form, for what is drawn only when there is one. */
export function useForm(): FormModel {
  const form = usePage().model.form.value;
  if (form === undefined) throw new Error('Rendered without a form.');
  return form;
}
