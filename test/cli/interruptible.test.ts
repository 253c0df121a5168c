import { expect, test } from 'vitest';
import { Workspace } from '../workspace.ts';

const workspace = new Workspace();
const module = JSON.stringify(new URL('../../dist/src/cli/interruptible.js', import.meta.url));

/** Runs a script in which a signal comes while some work is done. */
function run(work: string): { readonly signal: NodeJS.Signals | null; readonly stdout: string } {
  const script = `import { interruption, interruptible } from ${module};
    import { writeFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    ${work}
    console.log('went on');`;
  return workspace.run(process.execPath, ['--input-type=module', '--eval', script]);
}

const interrupt = "process.kill(process.pid, 'SIGINT');";

test('a file that is being written is whole before the signal ends the process', () => {
  const { signal, stdout } = run(
    `await interruptible(() => { ${interrupt} writeFileSync('file', 'a'.repeat(1e7)); });`,
  );
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' });
  expect(workspace.read('file')).toHaveLength(1e7);
});

test('work within work cleans up from the inside out', () => {
  const { signal, stdout } = run(`await interruptible(async () => {
    try {
      await interruptible(async (signal) => {
        try { ${interrupt} await Promise.race([interruption(signal), sleep(10_000)]); } finally { console.log('inner'); }
      });
    } finally { console.log('outer'); }
  });`);
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: 'inner\nouter\n' });
});

test('afterwards signals are as they were', () => {
  const { signal, stdout } = run(
    `await interruptible(() => sleep(1)); console.log('done'); ${interrupt} await sleep(10_000);`,
  );
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: 'done\n' });
});
