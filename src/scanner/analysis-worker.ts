import { workerData, type MessagePort } from 'node:worker_threads';
import { analyse } from './analysis.ts';
import { ANSWERED, taken, type Answer, type Assignment } from './analysis-thread.ts';

// The other end of an `AnalysisThread`.
const port = workerData as MessagePort;
port.on('message', ({ files, shared }: Assignment) => {
  for (const { index, file } of taken(files, shared)) {
    port.postMessage([index, JSON.stringify(analyse(file.path, file.text))] satisfies Answer);
    Atomics.add(shared, ANSWERED, 1);
    Atomics.notify(shared, ANSWERED);
  }
});
