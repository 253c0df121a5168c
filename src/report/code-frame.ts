import stringWidth from 'string-width';

/** Lines and columns count from 1; columns in UTF-16 code units; the end is exclusive. */
export interface FrameSpan {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Frame {
  /** Columns of a terminal, gutter included. */
  readonly width: number;
  readonly mark: (text: string) => string;
  readonly dim: (text: string) => string;
}

const MOST_LINES = 5;
const TAB = '  ';
const GRAPHEMES = new Intl.Segmenter();

/** Would move the cursor, or let code look as what it isn't: control and bidirectional characters, half a pair. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** The code of a span, of a text in lines, behind a gutter of line numbers: one line underlined, several in a bracket. */
export function codeFrame(text: readonly string[], span: FrameSpan, frame: Frame): string[] {
  const lines = text.slice(span.line - 1, span.endLine);
  return lines.length > 1 ? bracketed(lines, span, frame) : underlined(lines[0] ?? '', span, frame);
}

/** Opens a line of the frame: with a line number, or without one. */
export function gutter(last: number, label = ''): string {
  return `${label.padStart(String(last).length)} │ `;
}

function underlined(line: string, { line: number, column, endColumn }: FrameSpan, frame: Frame): string[] {
  const room = frame.width - gutter(number).length;
  // What is far away is cut before it is measured: a minified file is one line.
  const from = column - 1;
  const code = visible(line.slice(from, Math.min(endColumn - 1, from + room + 1)));
  const before = cutStart(
    visible(line.slice(Math.max(0, from - room - 1), from)).trimStart(),
    Math.max(Math.floor(room / 3), room - stringWidth(code)),
  );
  const marked = cutEnd(code, room - stringWidth(before));
  const width = stringWidth(before) + stringWidth(marked);
  const after = cutEnd(visible(line.slice(endColumn - 1, endColumn + room)).trimEnd(), room - width);
  return [
    `${frame.dim(gutter(number, String(number)))}${before}${marked}${after}`,
    `${frame.dim(gutter(number))}${' '.repeat(stringWidth(before))}${frame.mark('─'.repeat(Math.max(1, stringWidth(marked))))}`,
  ];
}

function bracketed(lines: readonly string[], { line, endLine }: FrameSpan, frame: Frame): string[] {
  const room = frame.width - gutter(endLine).length - 2;
  const shown = lines.map((code) => visible(code.slice(0, 2 * frame.width)).trimEnd());
  const indents = shown.filter((code) => code !== '').map((code) => code.search(/\S/));
  const indent = Math.min(...indents);
  const rows = shown.map((code, index) => {
    const bracket = index === 0 ? '╭' : index === lines.length - 1 ? '╰' : '│';
    const number = frame.dim(gutter(endLine, String(line + index)));
    return `${number}${frame.mark(bracket)} ${cutEnd(code.slice(indent), room)}`.trimEnd();
  });
  if (rows.length <= MOST_LINES) return rows;
  const left = `${frame.dim(gutter(endLine))}${frame.mark('│')} ${frame.dim('…')}`;
  return [...rows.slice(0, MOST_LINES - 2), left, ...rows.slice(-1)];
}

function visible(code: string): string {
  return code.replaceAll('\t', TAB).replaceAll(INVISIBLE, '\uFFFD');
}

function cutEnd(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? '' : `${fitting(charactersOf(text), width - 1).join('')}…`;
}

function cutStart(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return `…${fitting(charactersOf(text).reverse(), width - 1)
    .reverse()
    .join('')}`;
}

function charactersOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

function fitting(characters: readonly string[], width: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += stringWidth(character)) > width);
  return characters.slice(0, end < 0 ? undefined : end);
}
