import { expect, test } from 'vitest';
import { parse } from '../../src/scanner/parse.ts';

test('a syntax error is an answer with its line', () => {
  expect(parse('a.ts', 'const a = 1;\nconst b = ;\n')).toMatchObject({ ok: false, line: 2 });
});

test('JavaScript with annotations of types is read', () => {
  expect(parse('a.js', 'export function f(a: string): number { return a.length; }')).toMatchObject({
    ok: true,
  });
});

test('CommonJS may return at its top', () => {
  expect(parse('a.cjs', 'if (process.env.A) return;\nrequire("node:http");')).toMatchObject({ ok: true });
});

test('an empty file is no error', () => {
  expect(parse('a.ts', '')).toMatchObject({ ok: true });
});

test('a name that the parser itself trips over is an answer, not a crash', () => {
  expect(parse('a.js', '<\\u{2F804}></\\u{2F804}>')).toMatchObject({ ok: false });
});
