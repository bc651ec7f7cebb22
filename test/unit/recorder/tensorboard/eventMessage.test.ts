import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EventMessage, readEventMessage, shortest } from '../../../../src/recorder/tensorboard/eventMessage';
import { RecordFile } from '../../../../src/recorder/tensorboard/recordFile';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));
const START = 1767225600.5;

/** What the messages of a file of `fixtures/make.py` hold for us. */
async function read(name: string): Promise<EventMessage[]> {
  const plugins = new Map<string, string>();
  const messages: EventMessage[] = [];
  const file = new RecordFile(path.join(FIXTURES, name), { damaged: () => assert.fail('damaged') });
  await file.read((data) => messages.push(readEventMessage(data, plugins)));
  return messages.filter((message) => message.scalars.length > 0 || message.hparams.length > 0);
}

function point(tag: string, value: number, step: number, wallTime: number): EventMessage {
  return { wallTime, step, scalars: [{ tag, value }], hparams: [] };
}

describe("messages of TensorBoard's event files", () => {
  it('are scalars as tensorboardX writes them, and nothing else', async () => {
    assert.deepEqual(await read('tensorboardx.tfevents.1'), [
      point('loss', 1, 0, START),
      point('loss', 0.1, 1, START + 1),
      point('loss', 0.33333334, 2, START + 2),
      point('loss', Number.NaN, 3, START + 3),
      point('loss', Number.POSITIVE_INFINITY, 4, START + 4),
      point('lr', 1e-5, 2 ** 40, START),
    ]);
  });

  it('are scalars as tensors, as TensorBoard itself and TensorFlow 2 write them', async () => {
    assert.deepEqual(await read('tensors.tfevents.1'), [
      point('epoch_loss', 2, 0, START),
      point('epoch_loss', 0.7, 1, START + 1),
      point('epoch_loss', Number.NEGATIVE_INFINITY, 2, START + 2),
    ]);
  });

  it('are hyperparameters', async () => {
    const messages = await read('hparams.tfevents.1');
    const hparams = messages.flatMap((message) => message.hparams);
    assert.deepEqual(Object.fromEntries(hparams.map(({ key, value }) => [key, value])), {
      lr: 0.1,
      optimizer: 'adam',
      nesterov: true,
      api_key: 'not for any file',
    });
    assert.deepEqual(messages.at(-1)?.scalars, [{ tag: 'accuracy', value: 0.9 }]);
  });

  it('give the shortest number that is the same float32', () => {
    const numbers = [0.1, 1 / 3, 16777216, 1e-45, 3.4028235e38, -0, 123456.79];
    for (const number of numbers) {
      const float = Math.fround(number);
      const short = shortest(float);
      assert.ok(Object.is(Math.fround(short), float), String(number));
      assert.ok(String(short).length <= String(number).length, `${short} for ${number}`);
    }
    assert.deepEqual([shortest(Math.fround(0.1)), shortest(Math.fround(1e-45))], [0.1, 1e-45]);
  });

  it('are refused when they are none', () => {
    assert.throws(() => readEventMessage(Buffer.from('\u0009'), new Map()));
  });
});
