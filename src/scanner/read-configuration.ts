import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readFileSync } from 'node:fs';
import {
  ConfigurationError,
  parseConfiguration,
  type Configuration,
} from '../configuration/configuration.ts';
import { LineTable } from '../source/lines.ts';
import { UsageError } from '../usage-error.ts';
import { reasonOf } from './discover.ts';

/**
 * Reads a configuration: JSON with comments and trailing commas, as a tsconfig.
 * @param shown The path, as errors name it.
 * @throws {UsageError} when it can't be read, or is not right.
 */
export function readConfiguration(path: string, shown: string): Configuration {
  const text = textOf(path);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    const { line, column } = LineTable.of(text).position(first.offset);
    const what = printParseErrorCode(first.error)
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase();
    throw new UsageError(`${shown}:${String(line)}:${String(column)}: no valid JSON: ${what}`);
  }
  try {
    return parseConfiguration(value, shown);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}
