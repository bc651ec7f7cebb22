/**
 * The process in which a store is measured: `node child.mjs '{"topic": …, "args": …}'` prints what the topic gives as
 * JSON. Each measurement has a process of its own, so that none finds what another left in memory.
 */
import { multiplyRuns } from './multiplyRuns';
import { measureIngest, measureWide } from './ingest';
import { measureLive, writeLive } from './live';
import { measureList, measureOpen, measureSeries } from './queries';

const topics = {
  ingest: measureIngest,
  wide: measureWide,
  open: measureOpen,
  list: measureList,
  series: measureSeries,
  live: measureLive,
  writeLive,
  multiplyRuns,
};

export type Topics = typeof topics;

const { topic, args } = JSON.parse(process.argv[2]!) as { topic: keyof Topics; args: never };
const result = await topics[topic](args);
process.stdout.write(JSON.stringify(result ?? null));
