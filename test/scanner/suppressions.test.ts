import { expect, test } from 'vitest';
import { parse } from '../../src/scanner/parse.ts';
import { directivesIn, Suppressions } from '../../src/scanner/suppressions.ts';
import { LineTable } from '../../src/source/lines.ts';

const rule = 'no-client-leak';

function silencedLines(text: string): number[] {
  const parsed = parse('a.ts', text);
  if (!parsed.ok) throw new Error(parsed.message);
  const suppressions = new Suppressions(directivesIn(parsed.comments, LineTable.of(text)));
  return text.split('\n').flatMap((_, index) => (suppressions.silences(rule, index + 1) ? [index + 1] : []));
}

test.each([
  ['the next line', 'a;\n// eslint-disable-next-line conntrack/no-client-leak\nb;\nc;', [3]],
  ['the next line, in oxlint’s words', 'a;\n// oxlint-disable-next-line conntrack/no-client-leak\nb;', [3]],
  ['the same line', 'a;\nb; // eslint-disable-line conntrack/no-client-leak\nc;', [2]],
  ['every rule, when none is named', '// eslint-disable-next-line\nb;', [2]],
  ['the rest of the file', 'a;\n/* eslint-disable conntrack/no-client-leak */\nb;\nc;', [2, 3, 4]],
  ['a stretch of the file', '/* eslint-disable */\na;\n/* eslint-enable */\nb;', [1, 2]],
  [
    'a rule among others, with a reason',
    '// eslint-disable-next-line no-var, conntrack/no-client-leak -- once a day\nb;',
    [2],
  ],
  [
    'under whatever name the plugin is registered',
    '// eslint-disable-next-line sockets/no-client-leak\nb;',
    [2],
  ],
  ['not another rule', '// eslint-disable-next-line conntrack/prefer-shared-client\nb;', []],
  ['not what only mentions a directive', '// see eslint-disable-next-line conntrack/no-client-leak\nb;', []],
  [
    'not when another rule is enabled again',
    '/* eslint-disable conntrack/no-client-leak, no-var */\na;\n/* eslint-enable no-var */\nb;',
    [1, 2, 3, 4],
  ],
])('a comment silences %s', (_, text, lines) => {
  expect(silencedLines(text)).toEqual(lines);
});
