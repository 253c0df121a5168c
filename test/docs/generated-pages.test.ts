import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const docs = join(import.meta.dirname, '../../docs');

test.each(['catalogue', 'hot-roots', 'compatibility'])('docs/%s.md is what `npm run docs` makes', (page) => {
  const made = execFileSync(process.execPath, [join(docs, `generate-${page}.js`)], { encoding: 'utf8' });
  expect(readFileSync(join(docs, `${page}.md`), 'utf8')).toBe(made);
});
