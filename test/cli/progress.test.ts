import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** What is written of a text each tenth of a second, for two seconds, and of the end. */
function written(isTTY: boolean): string[] {
  const chunks: string[] = [];
  const write = (chunk: string): boolean => chunks.push(chunk) > 0;
  const progress = new Progress({ isTTY, write });
  for (let at = 0; at < 2000; at += 100) {
    progress.show(String(at));
    vi.advanceTimersByTime(100);
  }
  progress.clear();
  return chunks;
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
