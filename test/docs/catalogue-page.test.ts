import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const docs = join(import.meta.dirname, '../../docs');

test('the page of clients is what `npm run docs` makes of the catalogue', () => {
  const made = execFileSync(process.execPath, [join(docs, 'generate.js')], { encoding: 'utf8' });
  expect(readFileSync(join(docs, 'catalogue.md'), 'utf8')).toBe(made);
});
