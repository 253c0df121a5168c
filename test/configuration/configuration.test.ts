import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/configuration/configuration.ts';

const client = { module: '@acme/db', path: 'open', form: 'call' };
const parse = (value: unknown) => () => parseConfiguration(value, 'conntrack.config.json');

describe('an error names the key, and the nearest valid one', () => {
  test.each([
    ['a setting', { exemptt: [] }, '"exemptt": there is no such setting; did you mean "exempt"?'],
    ['another case', { hotroots: [] }, '"hotroots": there is no such setting; did you mean "hotRoots"?'],
    [
      'a key of a client',
      { clients: [client, { ...client, closer: ['close'] }] },
      '"clients.1.closer": there is no such setting; did you mean "closers"?',
    ],
    [
      'a key further inside',
      { clients: [{ ...client, options: { argument: 0, limit: { names: ['max'], defualt: 1 } } }] },
      '"clients.0.options.limit.defualt": there is no such setting; did you mean "default"?',
    ],
    [
      'a rule',
      { rules: { 'no-client-leaks': 'error' } },
      '"rules.no-client-leaks": there is no such setting; did you mean "no-client-leak"?',
    ],
    [
      'a rule as ESLint names it',
      { rules: { 'conntrack/no-client-leak': 'error' } },
      '"rules.conntrack/no-client-leak": there is no such setting; did you mean "no-client-leak"?',
    ],
    [
      'a key of a registration',
      { hotRoots: [{ module: '@acme/queue', path: 'on', kind: 'event', callback: [0] }] },
      '"hotRoots.0.callback": there is no such setting; did you mean "callbacks"?',
    ],
    [
      'a key of a name',
      { hotRoots: [{ kind: 'event', prefxi: 'sync' }] },
      '"hotRoots.0.prefxi": there is no such setting; did you mean "prefix"?',
    ],
  ])('%s', (_, value, message) => {
    expect(parse(value)).toThrow(`conntrack.config.json: ${message}`);
  });

  test('what is like nothing is told what there is', () => {
    expect(parse({ colour: 'red' })).toThrow(
      '"colour": there is no such setting; there are "$schema", "preset", "rules", "clients", "hotRoots", "exempt", "budget"',
    );
  });
});

describe('an error names the value that was expected', () => {
  test.each([
    [
      'the nearest of several',
      { preset: 'stric' },
      '"preset": expected ("recommended" | "strict"), found "stric"; did you mean "strict"?',
    ],
    [
      'in a list',
      { hotRoots: [{ kind: 'reconsile', prefix: 'sync' }] },
      'found "reconsile"; did you mean "reconcile"?',
    ],
    ['nothing near', { preset: 'x' }, '"preset": expected ("recommended" | "strict"), found "x"'],
    ['another type', { exempt: 'scripts/**' }, '"exempt": expected Array, found "scripts/**"'],
    ['a key that is missing', { clients: [{ module: 'a', form: 'new' }] }, '"clients.0.path": it is missing'],
    [
      'no whole number',
      { budget: { clients: [{ path: 'a.ts', line: 1.5 }] } },
      '"budget.clients.0.line": expected a whole number, found 1.5',
    ],
    ['a glob of nothing', { exempt: ['!'] }, '"exempt.0": expected a glob, found "!"'],
    ['nothing in a list', { exempt: [''] }, '"exempt.0": expected a glob, found ""'],
    ['an empty name', { hotRoots: [{ kind: 'event', prefix: '' }] }, '"hotRoots.0.prefix": it is empty'],
    ['a list in place of settings', { rules: [] }, '"rules": expected Object, found Array'],
    ['no object at all', [], 'conntrack.config.json: expected Object, found Array'],
  ])('%s', (_, value, message) => {
    expect(parse(value)).toThrow(message);
  });
});
