import { describe, expect, test } from 'vitest';
import { linkFacts } from '../../src/program/link-facts.ts';
import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { analyse, revived, type Analysis } from '../../src/scanner/analysis.ts';

/** Reads names that every object of JavaScript has, from objects and classes of the code that have none of them. */
const TEXT = `const options = { keepAlive: true };
class Client {
  static shared = 1;
}
options.constructor();
options.toString();
Client.hasOwnProperty('shared');
new Client().valueOf();
new Client().__proto__.run();
`;

function resolved(analysis: Analysis): unknown {
  if (!('facts' in analysis)) return undefined;
  const program = linkFacts([analysis.facts], { catalogue: new Catalogue() });
  return program.calls.map((call) => program.targetsOf(call).map(({ kind }) => kind));
}

describe('an analysis', () => {
  test.each([
    ['names for names', Array.from({ length: 3000 }, (_, at) => `const v${at + 1} = v${at};`).join('\n')],
    ['members of members', `a${'.b'.repeat(5000)};`],
    ['lists in lists', `const a = ${'['.repeat(5000)}${']'.repeat(5000)};`],
    ['objects in objects', `const a = ${'{ a: '.repeat(5000)}1${' }'.repeat(5000)};`],
    ['calls in calls', `${'f('.repeat(5000)}${')'.repeat(5000)};`],
    ['calls of what calls return', `new Agent()${'.on()'.repeat(2000)};`],
  ])('is made, or a reason told, of %s', (_, text) => {
    const analysis = analyse(
      '/a.js',
      `import { Agent } from 'node:https';\nconst v0 = new Agent();\n${text}\n`,
    );
    if ('facts' in analysis) expect(analysis.facts.exports).toEqual([]);
    else expect(analysis.problem).toMatch(/^skipped: nested|^cannot be/);
  });

  test('means the same after a journey as JSON', () => {
    const fresh = analyse('/a.ts', TEXT);
    const read = revived(JSON.parse(JSON.stringify(fresh)) as Analysis);
    expect(read).toEqual(fresh);
    expect(resolved(read)).toEqual(resolved(fresh));
  });
});
