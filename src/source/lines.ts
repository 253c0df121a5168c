/** A position in a text. Both count from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of text: offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The same with the position of both ends. */
export interface Span extends TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** ECMAScript's line terminators (ECMA-262, 12.3): LF, CR, CRLF, U+2028 and U+2029. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/** The lines of a text, without what ends them. */
export function linesOf(text: string): string[] {
  return text.split(LINE_END);
}

/** The offsets at which the lines of a text start. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(LINE_END)) starts.push(match.index + match[0].length);
  return starts;
}

/** Turns offsets into positions. Parsers differ in whether they record positions, never in their offsets. */
export class LineTable {
  readonly #starts: readonly number[];

  /** Takes the offsets at which lines start. */
  constructor(starts: readonly number[]) {
    this.#starts = starts;
  }

  static of(text: string): LineTable {
    return new LineTable(lineStartsOf(text));
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  span({ start, end }: TextRange): Span {
    const from = this.position(start);
    const to = this.position(end);
    return { start, end, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }
}
