import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './project.js';
import { nameOf, rows } from './rows.js';

const { engines, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The lowest versions that a range such as `^20.19.0 || >=24` allows. */
const floors = (range) =>
  range.split(' || ').map((part) => [...part.match(/\d+/g), '0', '0'].slice(0, 3).join('.'));

describe('the compatibility matrix', () => {
  test('has one name a row', () => {
    expect(new Set(rows.map(nameOf)).size).toBe(rows.length);
  });

  test.each(floors(engines.node))('runs Node.js %s, which package.json promises', (version) => {
    expect(rows.map(({ node }) => node)).toContain(version);
  });

  test.each(floors(peerDependencies.eslint))('runs ESLint %s, which package.json promises', (version) => {
    expect(rows.map(({ eslint }) => eslint)).toContain(version);
  });

  test('says in one line which text no row has', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'matrix.js'), '--only', 'Deno'],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe("No row's name contains 'Deno'. See test/hosts/rows.js.\n");
    expect(status).toBe(2);
  });
});
