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
  test('means the same after a journey as JSON', () => {
    const fresh = analyse('/a.ts', TEXT);
    const read = revived(JSON.parse(JSON.stringify(fresh)) as Analysis);
    expect(read).toEqual(fresh);
    expect(resolved(read)).toEqual(resolved(fresh));
  });
});
