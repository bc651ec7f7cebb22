import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
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
  const { model, strings } = usePage();
  const adding = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  if (!adding.value) return <IconButton name="add" label={strings.addTag} onClick={() => (adding.value = true)} />;
  const keep = async (text: string): Promise<void> => {
    const [key = '', ...value] = text.split('=');
    if (key.trim() === '' || (await model.setTag(key.trim(), value.join('=').trim()))) adding.value = false;
  };
  return (
    <input
      ref={field}
      // The field was asked for by the click that it stands in for.
      autofocus
      class="field tag-field"
      aria-label={strings.addTag}
      placeholder={strings.tagPlaceholder}
      onBlur={() => (adding.value = false)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') void keep(currentTarget.value);
        else if (key === 'Escape') adding.value = false;
      }}
    />
  );
}
