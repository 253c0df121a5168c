import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import type * as Threads from '../../src/scanner/analysis-thread.ts';
import { analyse } from '../../src/scanner/analysis.ts';
import { LEAKY_HELPER, reconciler } from './temporary-project.ts';

// As built: a thread runs no TypeScript.
const built = new URL('../../dist/src/scanner/analysis-thread.js', import.meta.url).href;
const { AnalysisThread } = (await import(built)) as typeof Threads;

const contents = [LEAKY_HELPER, reconciler('./helper'), 'export const = ;\n', ''];
const files = Array.from({ length: 400 }, (_, index) => ({
  path: `/project/file${index}.ts`,
  text: `// ${index}\n${contents[index % contents.length] ?? ''}`,
}));
const alone = new Map(files.map(({ path, text }) => [path, asJson(analyse(path, text))]));

function asJson(analysis: unknown): unknown {
  return JSON.parse(JSON.stringify(analysis));
}

function analysed(thread: Threads.AnalysisThread): { analyses: Map<string, unknown>; own: number } {
  let own = 0;
  const analyses = thread.analyse(files, () => own++);
  return { analyses: new Map([...analyses].map(([path, one]) => [path, asJson(one)])), own };
}

describe.skipIf(availableParallelism() === 1)('a second thread (skipped on one processor)', () => {
  test('takes a part of the files, and none is analysed otherwise than by one alone', () => {
    const thread = AnalysisThread.start();
    expect(thread).toBeDefined();
    if (!thread) return;
    try {
      // It may still be starting when the first files are gone.
      let shared = analysed(thread);
      for (let attempt = 0; attempt < 100 && shared.own === files.length; attempt++)
        shared = analysed(thread);
      expect(shared.own).toBeLessThan(files.length);
      expect(shared.analyses).toEqual(alone);
    } finally {
      thread.stop();
    }
  });

  test('that is no more leaves all files to the first', () => {
    const thread = AnalysisThread.start();
    thread?.stop();
    expect(thread && analysed(thread)).toEqual({ analyses: alone, own: files.length });
  });
});
