import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AnalysisCache } from '../../src/scanner/analysis-cache.ts';
import { analyse } from '../../src/scanner/analysis.ts';

const TEXT = "import { Agent } from 'node:https';\nexport const agent = new Agent();\n";

let root: string;
let location: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-cache-'));
  location = join(root, 'cache');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A cache that knows one file. */
function fill(): void {
  const cache = new AnalysisCache(location);
  cache.set('/a.ts', TEXT, analyse('/a.ts', TEXT));
  cache.save();
}

describe('a cache', () => {
  test('gives back what was taken from the same text in the same place, and nothing else', () => {
    fill();
    const cache = new AnalysisCache(location);
    expect(cache.note).toBeUndefined();
    expect(cache.get('/a.ts', TEXT)).toEqual(JSON.parse(JSON.stringify(analyse('/a.ts', TEXT))));
    expect(cache.get('/a.ts', `${TEXT} `)).toBeUndefined();
    expect(cache.get('/b.ts', TEXT)).toBeUndefined();
  });

  test('forgets what was not asked for, and leaves no temporary file', () => {
    fill();
    new AnalysisCache(location).save();
    expect(new AnalysisCache(location).get('/a.ts', TEXT)).toBeUndefined();
    expect(readdirSync(root)).toEqual(['cache']);
  });

  test('of another version is made anew, with a word', () => {
    writeFileSync(location, 'conntrack-scan cache 0.0.0\nsomething\n');
    expect(new AnalysisCache(location).note).toContain('another version');
    fill();
    expect(new AnalysisCache(location).get('/a.ts', TEXT)).toBeDefined();
  });

  test('is never written over a file that is something else', () => {
    writeFileSync(location, '{ "name": "app" }');
    expect(new AnalysisCache(location).note).toContain('left alone');
    fill();
    expect(readFileSync(location, 'utf8')).toBe('{ "name": "app" }');
  });

  test('answers right or not at all, wherever it is damaged', () => {
    fill();
    const whole = readFileSync(location, 'utf8');
    const right = JSON.stringify(analyse('/a.ts', TEXT));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(9), fc.string({ maxLength: 9 }), (at, removed, junk) => {
        writeFileSync(location, whole.slice(0, at) + junk + whole.slice(at + removed));
        const found = new AnalysisCache(location).get('/a.ts', TEXT);
        if (found) expect(JSON.stringify(found)).toBe(right);
      }),
      { numRuns: 1000 },
    );
  });
});
