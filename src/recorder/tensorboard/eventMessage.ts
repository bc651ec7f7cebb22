/**
 * Reads what TensorBoard's event files hold of scalars and hyperparameters. Field numbers are those of TensorFlow's
 * `core/util/event.proto`, `core/framework/summary.proto` and `tensor.proto`, and of TensorBoard's
 * `plugins/hparams/{plugin_data,api}.proto`.
 */
import { PbfReader } from 'pbf';
import { toWire, type ParamValue } from '../../protocol/numbers';

export interface Scalar {
  tag: string;
  value: number;
}

export interface EventMessage {
  /** Seconds since 1970. */
  wallTime: number;
  step: number;
  scalars: Scalar[];
  hparams: { key: string; value: ParamValue }[];
}

/** Of `TensorProto.dtype`. */
const DT_FLOAT = 1;
const DT_DOUBLE = 2;
/** So many tell every float32 from its neighbours. */
const FLOAT32_DIGITS = 9;

interface Value {
  tag: string;
  simple?: number;
  tensor?: Tensor;
  plugin?: string;
  content?: Uint8Array;
}

interface Tensor {
  type: number;
  content: Uint8Array;
  values: number[];
}

/**
 * Reads an event. `plugins` holds by tag which plugin its values are for: writers say so with the first value alone, so
 * it is kept for each file. Throws on what is no such message.
 */
export function readEventMessage(data: Uint8Array, plugins: Map<string, string>): EventMessage {
  const event: EventMessage = { wallTime: 0, step: 0, scalars: [], hparams: [] };
  const values: Value[] = [];
  new PbfReader(data).readFields((field, _, pbf) => {
    if (field === 1) event.wallTime = pbf.readDouble();
    else if (field === 2) event.step = pbf.readVarint(true);
    else if (field === 5) pbf.readMessage(readSummary, values);
  }, undefined);
  for (const value of values) addValue(event, value, plugins);
  return event;
}

function addValue(event: EventMessage, value: Value, plugins: Map<string, string>): void {
  if (value.plugin !== undefined && !plugins.has(value.tag)) plugins.set(value.tag, value.plugin);
  const plugin = plugins.get(value.tag) ?? '';
  if (plugin === 'hparams') {
    if (value.content !== undefined) readHparams(value.content, event.hparams);
    return;
  }
  const number = value.simple ?? (plugin === 'scalars' ? scalarOf(value.tensor) : undefined);
  // Older writers name no plugin with a simple value.
  if (number === undefined || !['', 'scalars'].includes(plugin)) return;
  event.scalars.push({ tag: value.tag, value: number });
}

function readSummary(field: number, values: Value[], pbf: PbfReader): void {
  if (field === 1) values.push(pbf.readMessage(readValue, { tag: '' }));
}

function readValue(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) value.tag = pbf.readString();
  else if (field === 2) value.simple = shortest(pbf.readFloat());
  else if (field === 8) value.tensor = pbf.readMessage(readTensor, { type: 0, content: new Uint8Array(), values: [] });
  else if (field === 9) pbf.readMessage(readMetadata, value);
}

function readMetadata(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) pbf.readMessage(readPluginData, value);
}

function readPluginData(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) value.plugin = pbf.readString();
  else if (field === 2) value.content = pbf.readBytes();
}

function readTensor(field: number, tensor: Tensor, pbf: PbfReader): void {
  if (field === 1) tensor.type = pbf.readVarint();
  else if (field === 4) tensor.content = pbf.readBytes();
  else if (field === 5) pbf.readPackedFloat(tensor.values);
  else if (field === 6) pbf.readPackedDouble(tensor.values);
}

/** The one number of a tensor, which lies in a list or, in the machine's own order of bytes, in its content. */
function scalarOf(tensor: Tensor | undefined): number | undefined {
  if (tensor === undefined) return undefined;
  const { type, content, values } = tensor;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (type === DT_FLOAT) {
    const value = content.byteLength === 4 ? view.getFloat32(0, true) : values[0];
    return value === undefined ? undefined : shortest(value);
  }
  return type === DT_DOUBLE ? (content.byteLength === 8 ? view.getFloat64(0, true) : values[0]) : undefined;
}

/** The number with the fewest decimals that is the same float32: 0.1, not 0.10000000149011612. */
export function shortest(float: number): number {
  for (let digits = 1; digits <= FLOAT32_DIGITS; digits++) {
    const number = Number(float.toPrecision(digits));
    if (Object.is(Math.fround(number), float)) return number;
  }
  return float;
}

interface Entry {
  key: string;
  value: ParamValue;
}

/** `HParamsPluginData.session_start_info.hparams`: a map, which is a list of entries on the wire. */
function readHparams(content: Uint8Array, into: Entry[]): void {
  new PbfReader(content).readFields((field, _, pbf) => {
    if (field === 3) pbf.readMessage(readSessionStart, into);
  }, undefined);
}

function readSessionStart(field: number, into: Entry[], pbf: PbfReader): void {
  if (field === 1) into.push(pbf.readMessage(readEntry, { key: '', value: null }));
}

function readEntry(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 1) entry.key = pbf.readString();
  else if (field === 2) pbf.readMessage(readParamValue, entry);
}

/** `google.protobuf.Value`. */
function readParamValue(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 2) entry.value = toWire(pbf.readDouble());
  else if (field === 3) entry.value = pbf.readString();
  else if (field === 4) entry.value = pbf.readBoolean();
}
