import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

import { UnreadableTable, type Cells } from './table.js';
import { unpackedSize } from './zip-size.js';

/** 20,000 lines of eleven columns unpack to about 15 MB. */
const maxUnpackedBytes = 48_000_000;
/** Heap of the reading thread: enough for the above, too little to hurt the server. */
const maxHeapMb = 256;
const maxReadingMs = 15_000;

/**
 * Runs in a thread of its own. Plain JavaScript in a string, so that it is the same from source and from the build;
 * the library's path is resolved outside and handed in.
 */
const readerSource = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { readSheet } = require(workerData.library);
  readSheet(workerData.bytes).then(
    (rows) => parentPort.postMessage({ rows }),
    (error) => parentPort.postMessage({ refused: String(error) }),
  );
`;

/**
 * The cells of the first sheet. A thread reads it: a big roster does not hold up everybody else, and a file made to eat
 * memory (a cell in row one million, ten thousand times) ends that thread and nothing more.
 * @throws UnreadableTable
 */
export async function readXlsx(bytes: Buffer): Promise<Cells> {
  if (unpackedSize(bytes) > maxUnpackedBytes) throw new UnreadableTable('too large');
  const library = createRequire(import.meta.url).resolve('read-excel-file/universal');
  const copy = Uint8Array.from(bytes).buffer;
  const worker = new Worker(readerSource, {
    eval: true,
    workerData: { library, bytes: copy },
    transferList: [copy],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  try {
    return await new Promise<Cells>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new UnreadableTable('too large'));
      }, maxReadingMs);
      const refuse = (reason: UnreadableTable) => {
        clearTimeout(timer);
        reject(reason);
      };
      worker.once('message', (answer: { rows?: Cells; refused?: string }) => {
        clearTimeout(timer);
        if (answer.rows) resolve(answer.rows);
        else reject(new UnreadableTable('damaged', { cause: answer.refused }));
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
        refuse(new UnreadableTable(outOfMemory ? 'too large' : 'damaged', { cause: error }));
      });
      worker.once('exit', () => {
        refuse(new UnreadableTable('damaged'));
      });
    });
  } finally {
    await worker.terminate();
  }
}
