/** The little of `node:zlib` that reading points needs, for a browser: esbuild puts it in its place. */
import { unzlibSync } from 'fflate';

/** Unpacks zlib data. The checksum is not looked at: the whole file had one, see `unpack.ts`. */
export function inflateSync(data: Uint8Array, { maxOutputLength }: { maxOutputLength: number }): Uint8Array {
  return unzlibSync(data, { out: new Uint8Array(maxOutputLength) });
}
