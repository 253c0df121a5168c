// The operator of the incident, a client in every reconcile: `leaking-operator.js URL RECONCILES`.
import http from 'node:http';

const PATIENCE = 1_500;
const [, , url, reconciles] = process.argv;

for (let done = 0; done < Number(reconciles); done += 1) await reconcile();
console.log('done');
// An operator does not end, and its connections stay open.
setInterval(() => undefined, 60_000);

function reconcile() {
  const agent = new http.Agent({ keepAlive: true });
  return new Promise((resolve) => {
    const request = http.get(url, { agent, timeout: PATIENCE }, (response) =>
      response.resume().on('end', resolve),
    );
    request.on('timeout', () => request.destroy(new Error('timed out')));
    request.on('error', (error) => {
      console.log(`reconcile failed: ${error.message}`);
      resolve();
    });
  });
}
