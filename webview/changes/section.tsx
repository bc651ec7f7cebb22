/** The heading of a section, with how many there are; of one without content one line that says why. */
export function SectionHead(props: { id: string; title: string; count?: number; note?: string }) {
  return (
    <h2 id={props.id} class={props.note === undefined ? '' : 'empty'}>
      {props.title}
      {props.count !== undefined && <span class="count">{props.count}</span>}
      {props.note !== undefined && <span class="note">{props.note}</span>}
    </h2>
  );
}
