import { usePage } from './pageContext';

/** Stands where something is being read. Screen readers are told so. */
export function Bone({ class: name }: { class: string }) {
  const { strings } = usePage();
  return <div class={`bone ${name}`} role="progressbar" aria-label={strings.loading} />;
}
