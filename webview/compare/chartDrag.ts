/** Charts are put elsewhere by dragging their head onto another one of their group. */
import { useSignal } from '@preact/signals';
import { usePage } from './pageContext';

const TYPE = 'application/x-trialbook-chart';

/** What makes an element the handle of a chart. */
export function useChartDrag(metric: string) {
  const { dragged } = usePage();
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer?.setData(TYPE, metric);
      dragged.value = metric;
    },
    onDragEnd: () => (dragged.value = undefined),
  };
}

/** What lets another chart be dropped before or behind this one. */
export function useChartDrop(metric: string, group: readonly string[]) {
  const { dragged, model } = usePage();
  const side = useSignal<'before' | 'behind' | undefined>(undefined);
  const accepts = (): string | undefined => {
    const key = dragged.peek();
    return key !== undefined && key !== metric && group.includes(key) ? key : undefined;
  };
  return {
    side: side.value,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (accepts() === undefined) return;
        event.preventDefault();
        const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
        side.value = event.clientX < left + width / 2 ? 'before' : 'behind';
      },
      onDragLeave: () => (side.value = undefined),
      onDrop: (event: DragEvent) => {
        const key = accepts();
        if (key === undefined) return;
        event.preventDefault();
        const others = group.filter((one) => one !== key);
        const place = others.indexOf(metric) + (side.peek() === 'behind' ? 1 : 0);
        side.value = undefined;
        dragged.value = undefined;
        model.layout.move(group, key, place);
      },
    },
  };
}
