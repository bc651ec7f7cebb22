/**
 * Hosts a store in a process of its own, for tests that kill it:
 * `serviceProcess.ts <workspace> <wasm> <engine> [method]`.
 */
import type { EngineChoice } from '../../../src/protocol/storeOptions';
import { StoreService } from '../../../src/store/service';

const [workspaceDir, wasmPath, engine, method] = process.argv.slice(2) as [
  string,
  string,
  EngineChoice,
  'emptyTrash' | undefined,
];
const service = await StoreService.open({ workspaceDir, wasmPath, engine }, (event) => {
  process.stdout.write(JSON.stringify(event) + '\n');
});
if (method !== undefined) await service.handlers[method]({});
