import type { ParserOptions } from 'oxc-parser';

/** Vue's and Svelte's components: markup with blocks of script. */
const COMPONENT = /\.(?:vue|svelte)$/;

/**
 * A comment, or a block of script with its attributes; what is not closed reaches to the end, as in HTML. Svelte's own
 * preprocessor finds them by such an expression. The compilers of both would cost megabytes and a parse of the markup.
 */
const BLOCK =
  /<!--[^]*?(?:-->|$)|<script((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*\s*)>([^]*?)(?:<\/script\s*>|$)/gi;

const LANGUAGES: Record<string, NonNullable<ParserOptions['lang']>> = {
  ts: 'ts',
  typescript: 'ts',
  tsx: 'tsx',
};
const SCRIPT_TYPE = /^(?:module|(?:text|application)\/(?:java|type)script|ts)$/i;

export interface Script {
  /** As long as the component, with the same lines: everything else is blank. */
  readonly text: string;
  readonly language: NonNullable<ParserOptions['lang']>;
}

export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/** The script of a component: all of its blocks are of one module. */
export function scriptOf(component: string): Script {
  let text = '';
  let language: Script['language'] = 'jsx';
  for (const { 1: attributes, 2: code = '', index } of component.matchAll(BLOCK)) {
    if (attributes === undefined || !isScript(attributes)) continue;
    language = LANGUAGES[attribute(attributes, 'lang') ?? ''] ?? language;
    const start = index + '<script'.length + attributes.length + '>'.length;
    const before = blank(component.slice(text.length, start));
    // A block ends the last statement of the one before, with or without a semicolon.
    text += (text === '' ? before : `${before.slice(0, -1)};`) + code;
  }
  return { text: text + blank(component.slice(text.length)), language };
}

/** Whether it is of a language that can be read: no template, no data, no CoffeeScript. */
function isScript(attributes: string): boolean {
  const language = attribute(attributes, 'lang');
  const type = attribute(attributes, 'type');
  return (
    (language === undefined || /^(?:jsx?|javascript|tsx?|typescript)$/.test(language)) &&
    (type === undefined || SCRIPT_TYPE.test(type))
  );
}

function attribute(attributes: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}\\s*=\\s*["']?([^\\s"']*)`, 'i').exec(attributes) ?? [];
  return value;
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n\u2028\u2029]/g, ' ');
}
