/**
 * Readable names of runs: an adjective and an animal, such as `brisk-otter`, by their ids. Ids stay the identity: two may
 * have the same name, and a workspace tells its new runs apart by a number (see `recorder/newRunNames.ts`).
 */
import type { RunId } from '../protocol/entities';

const ADJECTIVES = words(`
  amber ample apt bold brave bright brisk calm candid careful cheerful clever cosy crisp curious daring deft eager
  earnest fair fearless fleet fluent fond frank fresh gentle glad golden graceful hardy hearty honest humble jolly keen
  kind lively loyal lucid lucky mellow merry mighty modest neat nimble noble patient placid plucky polite proud quick
  quiet ready robust sage serene silver sturdy sunny swift tidy
`);

const ANIMALS = words(`
  alpaca badger beaver bison bobcat camel caribou cheetah condor cormorant crane curlew deer dolphin dormouse duck eagle
  egret falcon ferret finch fox gazelle gecko gibbon goose hare hedgehog heron hornbill ibex ibis jaguar kestrel
  kingfisher kiwi koala lark lemur llama lynx magpie marmot marten mole moose narwhal ocelot octopus osprey otter owl
  panda pelican penguin plover puffin quail rabbit raven robin seal swan tern
`);

/** The name that a run gets when nobody names it; the same for the same id. */
export function runNameFor(id: RunId): string {
  const hash = fnv1a(id);
  const adjective = ADJECTIVES[hash % ADJECTIVES.length];
  const animal = ANIMALS[Math.floor(hash / ADJECTIVES.length) % ANIMALS.length];
  return `${adjective}-${animal}`;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo), with a final mix (Murmur3's), for its low bits follow the last letters only. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
