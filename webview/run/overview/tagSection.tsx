import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fillTemplate } from '../../ui/fillTemplate';
import { IconButton } from '../../ui/icon';
import { usePage, useRun } from '../pageContext';

/** The tags; one is added as `key=value` or a word alone. */
export function TagSection() {
  const { model, strings } = usePage();
  const { tags } = useRun();
  return (
    <section aria-labelledby="tags">
      <h2 id="tags">{strings.tags}</h2>
      <ul class="tags">
        {tags.map(({ key, value }) => (
          <li key={key} class="tag" title={value === '' ? key : `${key} = ${value}`}>
            <bdi>{value === '' ? key : `${key} = ${value}`}</bdi>
            <IconButton
              name="close"
              label={fillTemplate(strings.removeTag, key)}
              onClick={() => void model.setTag(key, null)}
            />
          </li>
        ))}
        <li>
          <NewTag />
        </li>
      </ul>
    </section>
  );
}

function NewTag() {
  const { strings } = usePage();
  const adding = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  /** Whether the field was left with the keyboard in it: then the button takes that over. */
  const takesFocus = useRef(false);
  useLayoutEffect(() => {
    if (takesFocus.current) button.current?.focus();
    takesFocus.current = false;
  }, [adding.value]);
  const end = (hadFocus: boolean): void => {
    takesFocus.current = hadFocus;
    adding.value = false;
  };
  if (adding.value) return <TagField onEnd={end} />;
  return <IconButton button={button} name="add" label={strings.addTag} onClick={() => (adding.value = true)} />;
}

/** Enter and leaving it keep what is typed, Escape does not. */
function TagField({ onEnd }: { onEnd: (hadFocus: boolean) => void }) {
  const { model, strings } = usePage();
  const field = useRef<HTMLInputElement>(null);
  /** While what is typed is kept, and from the end on: Enter takes the field away, which leaves it. */
  const isBusy = useRef(false);
  useLayoutEffect(() => field.current?.focus(), []);
  const end = (hadFocus: boolean): void => {
    isBusy.current = true;
    onEnd(hadFocus);
  };
  const keep = async (): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    const [key = '', ...value] = (field.current?.value ?? '').split('=');
    const isKept = key.trim() === '' || (await model.setTag(key.trim(), value.join('=').trim()));
    isBusy.current = false;
    if (isKept) end(field.current === document.activeElement);
  };
  return (
    <input
      ref={field}
      class="field tag-field"
      aria-label={strings.addTag}
      placeholder={strings.tagPlaceholder}
      onBlur={() => void keep()}
      onKeyDown={({ key }) => {
        if (key === 'Enter') void keep();
        else if (key === 'Escape') end(true);
      }}
    />
  );
}
