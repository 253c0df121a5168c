import { expect, test } from 'vitest';
import { Workspace } from '../workspace.ts';

const workspace = new Workspace();
const module = JSON.stringify(new URL('../../dist/src/cli/progress.js', import.meta.url));

/** What is written of a text each tenth of a second, in the first two seconds of a process, and of the end. */
function written(isTTY: boolean): string[] {
  const script = `import { Progress } from ${module};
    const chunks = [];
    const progress = new Progress({ isTTY: ${String(isTTY)}, write: (chunk) => chunks.push(chunk) });
    for (let at = 0; at < 2000; at += 100) {
      performance.now = () => at;
      progress.show(String(at));
    }
    progress.clear();
    console.log(JSON.stringify(chunks));`;
  const { stdout } = workspace.run(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout) as string[];
}

test('is shown from the first second on, and gone in the end', () => {
  const chunks = written(true);
  expect(chunks[0]).toBe('\r\u001B[K1000');
  expect(chunks.at(-2)).toBe('\r\u001B[K1900');
  expect(chunks.at(-1)).toBe('\r\u001B[K');
});

test('is for terminals', () => {
  expect(written(false)).toEqual([]);
});
