import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Configuration } from '../../src/configuration/configuration.ts';
import { AnalysisCache, type Remembered } from '../../src/scanner/analysis-cache.ts';
import { analyse } from '../../src/scanner/analysis.ts';

const TEXT = "import { Agent } from 'node:https';\nexport const agent = new Agent();\n";

const REMEMBERED: Remembered = {
  analysis: analyse('/a.ts', TEXT),
  leads: [{ leads: { names: ['agent'], parents: [] }, asked: [['node:https', '', true]], listed: [] }],
};

let root: string;
let location: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'conntrack-cache-'));
  location = join(root, 'cache');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function open(configuration?: Pick<Configuration, 'clients' | 'hotRoots'>, directory = '/'): AnalysisCache {
  return new AnalysisCache(location, directory, configuration);
}

/** A cache that knows one file. */
function fill(): void {
  const cache = open();
  cache.set('/a.ts', TEXT, REMEMBERED);
  cache.save();
}

describe('a cache', () => {
  test('gives back what was taken from the same text in the same place, and nothing else', () => {
    fill();
    const cache = open();
    expect(cache.note).toBeUndefined();
    expect(cache.get('/a.ts', TEXT)).toEqual(JSON.parse(JSON.stringify(REMEMBERED)));
    expect(cache.get('/a.ts', `${TEXT} `)).toBeUndefined();
    expect(cache.get('/b.ts', TEXT)).toBeUndefined();
  });

  test('knows the files of another checkout, by their paths below its root', () => {
    fill();
    const { analysis } = open(undefined, '/elsewhere/').get('/elsewhere/a.ts', TEXT) ?? {};
    expect(analysis).toEqual({
      ...REMEMBERED.analysis,
      facts: expect.objectContaining({ path: '/elsewhere/a.ts' }) as object,
    });
    expect(open(undefined, '/elsewhere/').get('/elsewhere/below/a.ts', TEXT)).toBeUndefined();
  });

  test('that is damaged says where it was asked for, and is mended', () => {
    fill();
    writeFileSync(location, readFileSync(location, 'utf8').replace('agent', 'tnega'));
    const cache = open();
    expect(cache.get('/a.ts', TEXT)).toBeUndefined();
    expect(cache.damaged).toBe(1);
    fill();
    expect(open().get('/a.ts', TEXT)).toBeDefined();
  });

  test('that is an empty file is filled', () => {
    writeFileSync(location, '');
    expect(open().note).toBeUndefined();
    fill();
    expect(open().get('/a.ts', TEXT)).toBeDefined();
  });

  test('forgets what was not asked for, and leaves no temporary file', () => {
    fill();
    open().save();
    expect(open().get('/a.ts', TEXT)).toBeUndefined();
    expect(readdirSync(root)).toEqual(['cache']);
  });

  test('of another version is made anew, with a word', () => {
    writeFileSync(location, 'conntrack-scan cache 0.0.0\nsomething\n');
    expect(open().note).toContain('another version');
    fill();
    expect(open().get('/a.ts', TEXT)).toBeDefined();
  });

  test('of other clients or hot roots is made anew: they lead elsewhere', () => {
    fill();
    const other = open({ clients: [], hotRoots: [{ kind: 'timer', prefix: 'beat' }] });
    expect(other.note).toContain('of other clients or hot roots');
    expect(other.get('/a.ts', TEXT)).toBeUndefined();
    expect(open({ clients: [], hotRoots: [] }).note).toBeUndefined();
  });

  test('is never written over a file that is something else', () => {
    writeFileSync(location, '{ "name": "app" }');
    expect(open().note).toContain('left alone');
    fill();
    expect(readFileSync(location, 'utf8')).toBe('{ "name": "app" }');
  });

  test('answers right or not at all, wherever it is damaged', () => {
    fill();
    const whole = readFileSync(location, 'utf8');
    const right = JSON.stringify(REMEMBERED);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(9), fc.string({ maxLength: 9 }), (at, removed, junk) => {
        writeFileSync(location, whole.slice(0, at) + junk + whole.slice(at + removed));
        const found = open().get('/a.ts', TEXT);
        if (found) expect(JSON.stringify(found)).toBe(right);
      }),
      { numRuns: 1000 },
    );
  });
});
