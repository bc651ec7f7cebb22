type View = ArrayBufferView & { BYTES_PER_ELEMENT?: number };
type ViewConstructor = new (buffer: ArrayBuffer, byteOffset: number, length: number) => ArrayBufferView;

/** Where each view begins: no element of a typed array is longer. */
const ALIGNMENT = 8;

/**
 * The same message with all its typed arrays on one buffer. VS Code counts the buffers of a message to a page in one byte:
 * behind the 253rd they arrive empty, without an error (`writeMixedArray` in `rpcProtocol.ts`).
 */
export function onOneBuffer<T>(message: T): T {
  const views = new Set<View>();
  collect(message, views);
  if (views.size < 2) return message;
  const starts = new Map<View, number>();
  let end = 0;
  for (const view of views) {
    starts.set(view, end);
    end += Math.ceil(view.byteLength / ALIGNMENT) * ALIGNMENT;
  }
  const buffer = new ArrayBuffer(end);
  const moved = new Map<View, View>();
  for (const [view, start] of starts) {
    new Uint8Array(buffer, start, view.byteLength).set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    const length = view.byteLength / (view.BYTES_PER_ELEMENT ?? 1);
    moved.set(view, new (view.constructor as ViewConstructor)(buffer, start, length));
  }
  return replaced(message, moved) as T;
}

function collect(value: unknown, views: Set<View>): void {
  if (typeof value !== 'object' || value === null) return;
  if (ArrayBuffer.isView(value)) views.add(value);
  else for (const inner of Object.values(value)) collect(inner, views);
}

/** A copy along the ways to the views; what holds none is the same. */
function replaced(value: unknown, moved: ReadonlyMap<View, View>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) return moved.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => replaced(inner, moved));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, moved)]));
}
