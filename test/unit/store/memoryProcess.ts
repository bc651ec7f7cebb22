/** Takes all events of a folder in and sends the most memory that it needed, MB: `memoryProcess.ts <workspace> <wasm> <engine>`. */
import type { EngineChoice } from '../../../src/protocol/storeOptions';
import { StoreService } from '../../../src/store/service';

const [workspaceDir, wasmPath, engine] = process.argv.slice(2) as [string, string, EngineChoice];
const store = await StoreService.open({ workspaceDir, wasmPath, engine }, () => undefined);
await store.handlers.refresh({});
await store.handlers.close({});
process.send!(Math.round(process.resourceUsage().maxRSS / 1024), () => process.exit());
