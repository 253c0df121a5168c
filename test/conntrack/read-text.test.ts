import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasLiveProc } from '../../src/conntrack/readers/live.ts';
import { readLink, readText } from '../../src/conntrack/readers/read-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'conntrack-check-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('readText', () => {
  it('reads a file below the root', () => {
    writeFileSync(join(directory, 'count'), '42\n');
    expect(readText(directory, 'count')).toEqual({ path: 'count', text: '42\n' });
  });

  it('says that a file is missing, also where a parent is no directory', () => {
    expect(readText(directory, 'nope')).toMatchObject({ problem: 'absent', reason: 'no such file' });
    expect(readText(directory, 'count/nope')).toMatchObject({ problem: 'absent' });
  });

  it('does not read devices, directories or endless files', () => {
    symlinkSync('/dev/zero', join(directory, 'zero'));
    mkdirSync(join(directory, 'folder'));
    writeFileSync(join(directory, 'large'), Buffer.alloc(1024 * 1024 + 1));
    expect(readText(directory, 'zero')).toMatchObject({ problem: 'broken', reason: 'not a regular file' });
    expect(readText(directory, 'folder')).toMatchObject({ problem: 'broken' });
    expect(readText(directory, 'large')).toMatchObject({ problem: 'broken', reason: 'larger than 1 MiB' });
  });

  it('follows no loop of links', () => {
    symlinkSync('loop', join(directory, 'loop'));
    expect(readText(directory, 'loop')).toMatchObject({ problem: 'broken', reason: 'ELOOP' });
  });

  it.skipIf(process.getuid?.() === 0)('says that a file is not readable for this user', () => {
    writeFileSync(join(directory, 'secret'), 'x');
    chmodSync(join(directory, 'secret'), 0);
    expect(readText(directory, 'secret')).toMatchObject({ problem: 'denied', reason: 'permission denied' });
  });
});

describe('readLink', () => {
  it('reads a link without following it', () => {
    symlinkSync('pid:[4026531836]', join(directory, 'pid'));
    expect(readLink(directory, 'pid')).toEqual({ path: 'pid', text: 'pid:[4026531836]' });
    expect(readLink(directory, 'nope')).toMatchObject({ problem: 'absent' });
  });
});

describe('hasLiveProc', () => {
  it.runIf(process.platform === 'linux')('tells a mounted /proc from a copy of one', () => {
    mkdirSync(join(directory, 'proc'));
    expect(hasLiveProc('/')).toBe(true);
    expect(hasLiveProc(directory)).toBe(false);
    expect(hasLiveProc(join(directory, 'nope'))).toBe(false);
  });
});
