import fc from 'fast-check';
import { expect, test } from 'vitest';
import { xmlAttribute, xmlText } from '../src/xml.ts';
import { readXml } from './read-xml.ts';

/** Characters that XML can say, and those that are written with care. */
const sayable = fc
  .array(
    fc.oneof(
      fc.constantFrom('&', '<', '>', '"', "'", ']]>', '\r', '\n', '\t'),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map((parts) => parts.join(''));

test('a reader gets the text and the attribute that was written', () => {
  fc.assert(
    fc.property(sayable, (said) => {
      expect(readXml(`<a b="${xmlAttribute(said)}">${xmlText(said)}</a>`)).toEqual([
        { name: 'a', attributes: { b: said }, text: said },
      ]);
    }),
  );
});

test('what XML can not say becomes a question mark, and the document stays one', () => {
  const said = 'a\u0000b\u001B[31mc\uFFFEd\uD800e';
  expect(readXml(`<a b="${xmlAttribute(said)}">${xmlText(said)}</a>`)).toEqual([
    { name: 'a', attributes: { b: 'a?b?[31mc?d?e' }, text: 'a?b?[31mc?d?e' },
  ]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      readXml(`<a b="${xmlAttribute(any)}">${xmlText(any)}</a>`);
    }),
  );
});
