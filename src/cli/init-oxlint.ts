import { applyEdits, modify, parse, type JSONPath, type ParseError } from 'jsonc-parser';
import { rules } from '../../rules/index.ts';
import { name, namespace } from '../package.ts';

/** What a configuration of oxlint has of ours, and of others. */
interface OxlintSettings {
  readonly jsPlugins?: readonly unknown[];
  readonly rules?: Readonly<Record<string, unknown>>;
}

/** The plugin's rules as oxlint's settings name them, with the severities of `recommended`. */
export const OXLINT_RULES = rules.map(
  ({ id, severity }) =>
    [`${namespace}/${id}`, severity.recommended === 'warning' ? 'warn' : severity.recommended] as const,
);

/**
 * The configuration of oxlint with the plugin and its rules; comments, and what is set already, stay. Undefined where
 * the text is not what oxlint reads.
 */
export function withPlugin(text: string): string | undefined {
  const errors: ParseError[] = [];
  const settings: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof settings !== 'object' || settings === null) return undefined;
  const { jsPlugins = [], rules: own = {} } = settings as OxlintSettings;
  const additions: [JSONPath, unknown][] = [
    [['jsPlugins'], [...jsPlugins, name]],
    ...OXLINT_RULES.filter(([id]) => !(id in own))
      .toReversed()
      .map(([id, severity]): [JSONPath, unknown] => [['rules', id], severity]),
  ];
  // In front: behind the last setting stands the comment on it.
  const options = { formattingOptions: formattingOf(text), getInsertionIndex: () => 0 };
  return additions.reduce(
    (before, [at, value]) => applyEdits(before, modify(before, at, value, options)),
    text,
  );
}

function formattingOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const [, indent = '  '] = /^([\t ]+)"/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
