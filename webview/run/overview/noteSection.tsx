import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../ui/icon';
import { Button } from '../../ui/toolkit';
import { usePage, useRun } from '../pageContext';
import { Markdown } from './markdown';

/** The note, in Markdown; edited in place. */
export function NoteSection() {
  const { strings } = usePage();
  const { note } = useRun();
  const editing = useSignal(false);
  const edit = (): void => void (editing.value = true);
  const section = useRef<HTMLElement>(null);
  const wasEdited = useRef(false);
  // What had the focus is gone, the field or what led to it before there was a note: it goes to what leads there now.
  useLayoutEffect(() => {
    if (editing.value) wasEdited.current = true;
    else if (wasEdited.current && document.activeElement === document.body) {
      section.current?.querySelector('button')?.focus({ preventScroll: true });
    }
  }, [editing.value, note]);
  return (
    <section ref={section} aria-labelledby="note">
      <h2 id="note">
        {strings.note}
        {note !== null && !editing.value && <IconButton name="edit" label={strings.editNote} onClick={edit} />}
      </h2>
      {editing.value && <NoteField onEnd={() => (editing.value = false)} />}
      {!editing.value && note !== null && <Markdown text={note} />}
      {!editing.value && note === null && (
        <button type="button" class="link" onClick={edit}>
          {strings.addNote}
        </button>
      )}
    </section>
  );
}

function NoteField({ onEnd }: { onEnd: () => void }) {
  const { model, strings } = usePage();
  const { note } = useRun();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const keep = async (): Promise<void> => {
    if (await model.setNote(field.current?.value ?? '')) onEnd();
  };
  return (
    <div class="note-editor">
      <textarea
        ref={field}
        class="field"
        aria-label={strings.note}
        placeholder={strings.notePlaceholder}
        defaultValue={note ?? ''}
        rows={Math.min(20, Math.max(4, (note ?? '').split('\n').length + 1))}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep();
        }}
      />
      <div class="buttons">
        <Button primary onClick={() => void keep()}>
          {strings.save}
        </Button>
        <Button onClick={onEnd}>{strings.cancel}</Button>
      </div>
    </div>
  );
}
