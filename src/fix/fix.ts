/** Replaces `text.slice(start, end)`. Offsets are UTF-16 code units of the file as it was analysed. */
export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One way to mend a finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Whether the program does the same as before, but for the waste. */
  readonly isSafe: boolean;
  /** Why it is not safe. */
  readonly risk?: string;
}
