// Prints the files that were loaded, of both module systems, when the process ends.
import { createRequire, register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';

const hook = `
  let port;
  export function initialize(data) { port = data.port; }
  export async function load(url, context, next) { port.postMessage(url); return next(url, context); }
`;
const { port1, port2 } = new MessageChannel();
const loaded = new Set();
port1.on('message', (url) => loaded.add(url)).unref();
register(`data:text/javascript,${encodeURIComponent(hook)}`, {
  data: { port: port2 },
  transferList: [port2],
});
const { cache } = createRequire(import.meta.url);

let isPrinted = false;
process.on('beforeExit', () => {
  // Messages of the loader arrive a turn later.
  if (isPrinted) return;
  isPrinted = true;
  setTimeout(
    () => process.stdout.write(`\nLOADED ${JSON.stringify([...loaded, ...Object.keys(cache)])}\n`),
    20,
  );
});
