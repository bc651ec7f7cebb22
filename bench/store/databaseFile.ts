import { NativeEngine, type NativeDatabase } from '../../src/store/database/nativeEngine';

/** Opens a database that no store holds, to look into it or to prepare it. Throws where Node has no SQLite. */
export function openFile(file: string): NativeDatabase {
  const engine = NativeEngine.load();
  if (engine === undefined) throw new Error(`Node ${process.version} has no SQLite`);
  return engine.open(file);
}
