import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formerLines } from '../../src/gate/former-lines.ts';
import { linesOf } from '../../src/source/lines.ts';

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('a line that was there says the same, and lines keep their order', () => {
  fc.assert(
    fc.property(text, text, (before, now) => {
      const formerLine = formerLines(before, now);
      const lines = linesOf(now).map((line, index) => ({ line, former: formerLine(index + 1) }));
      const old = lines.flatMap(({ line, former }) => (former === undefined ? [] : [{ line, former }]));
      for (const { line, former } of old) expect(linesOf(before)[former - 1]).toBe(line);
      expect(old.map(({ former }) => former)).toEqual(
        old.map(({ former }) => former).toSorted((one, other) => one - other),
      );
    }),
  );
});

test('what is inserted was not there, and what follows was', () => {
  const formerLine = formerLines('a\nb\nc\n', 'a\nnew\nb\nc\n');
  expect([1, 2, 3, 4].map(formerLine)).toEqual([1, undefined, 2, 3]);
});

test('ends of lines do not matter', () => {
  expect(formerLines('a\r\nb\r\n', 'a\nb\n')(2)).toBe(2);
});
