import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/report/code-frame.ts';
import { LineTable, linesOf } from '../../src/source/lines.ts';

const same = (text: string): string => text;

/** The frame of what stands between `«` and `»`. */
function frameOf(marked: string, width = 60): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replaceAll(/[«»]/g, '');
  return codeFrame(linesOf(text), LineTable.of(text).span({ start, end }), {
    width,
    mark: same,
    dim: same,
  }).join('\n');
}

/** What stands above the line under it. */
function underlinedIn(frame: string): string {
  const [code = '', line = ''] = frame.split('\n');
  return code.slice(line.indexOf('─'), line.lastIndexOf('─') + 1);
}

describe('one line', () => {
  test('is shown without its indent, the span underlined', () => {
    expect(frameOf('f();\n    const agent = «new Agent()»;\n')).toBe(
      ['2 │ const agent = new Agent();', '  │               ───────────'].join('\n'),
    );
  });

  test('tabs and wide characters leave the underline where it belongs', () => {
    expect(frameOf('\tconst\t漢字 = «new Agent()»;')).toBe(
      ['1 │ const  漢字 = new Agent();', '  │               ───────────'].join('\n'),
    );
  });

  test('that is long is cut on both sides of the span', () => {
    const line = `${'before '.repeat(20)}«new Agent()»${' after'.repeat(20)}`;
    const frame = frameOf(line, 60);
    expect(underlinedIn(frame)).toBe('new Agent()');
    expect(frame).toMatch(/^1 │ ….*before new Agent\(\) ?.*…?$/m);
  });

  test('with a span that is longer than the screen shows how it begins', () => {
    const frame = frameOf(`const agent = «new Agent({ ${'keepAlive: true, '.repeat(20)}})»;`, 60);
    expect(underlinedIn(frame)).toMatch(/^new Agent\(\{ keepAlive.*…$/);
  });

  test('can not move the cursor, or show code in another order', () => {
    expect(frameOf('/* \u001B[2J \u202E */ «f()»')).toMatch(/^1 │ \/\* \uFFFD\[2J \uFFFD \*\/ f\(\)$/m);
  });

  test('of a minified file is as cheap as any other', () => {
    expect(underlinedIn(frameOf(`${'f();'.repeat(500_000)}«new Agent()»${';f()'.repeat(500_000)}`))).toBe(
      'new Agent()',
    );
  });
});

describe('several lines', () => {
  test('stand in a bracket', () => {
    expect(frameOf('  const agent = «new Agent({\r\n    keepAlive: true,\r\n  })»;\r\n')).toBe(
      ['1 │ ╭ const agent = new Agent({', '2 │ │   keepAlive: true,', '3 │ ╰ });'].join('\n'),
    );
  });

  test('that are many are cut before the last', () => {
    const options = Array.from({ length: 8 }, (_, index) => `  option${String(index)}: 1,\n`).join('');
    expect(frameOf(`a = «new Agent({\n${options}})»;`).split('\n')).toEqual([
      ' 1 │ ╭ a = new Agent({',
      ' 2 │ │   option0: 1,',
      ' 3 │ │   option1: 1,',
      '   │ │ …',
      '10 │ ╰ });',
    ]);
  });
});

test('no line is wider than the screen, whatever the code', () => {
  const code = fc.string({ unit: 'grapheme', maxLength: 200 });
  fc.assert(
    fc.property(code, code, code, fc.integer({ min: 20, max: 100 }), (before, span, after, width) => {
      const text = before + span + after;
      const place = LineTable.of(text).span({ start: before.length, end: before.length + span.length });
      for (const line of codeFrame(linesOf(text), place, { width, mark: same, dim: same })) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});
