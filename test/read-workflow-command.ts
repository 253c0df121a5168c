export interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const PROPERTY: readonly (readonly [string, string])[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
];
const DATA = PROPERTY.filter(([, character]) => !':,'.includes(character));

/** Reads a line as the runner of GitHub Actions does (src/Runner.Common/ActionCommand.cs of actions/runner). */
export function readWorkflowCommand(line: string): WorkflowCommand {
  const [, info = '', message = ''] = /^::(.*?)::(.*)$/s.exec(line) ?? [];
  const [, command = '', list = ''] = /^(\S+) ?(.*)$/s.exec(info) ?? [];
  const properties = list.split(',').map((one) => {
    const at = one.indexOf('=');
    return [one.slice(0, at), unescaped(one.slice(at + 1), PROPERTY)];
  });
  return {
    command,
    properties: Object.fromEntries(properties) as Record<string, string>,
    message: unescaped(message, DATA),
  };
}

function unescaped(text: string, mappings: typeof PROPERTY): string {
  return mappings.reduce((shorter, [escape, character]) => shorter.replaceAll(escape, character), text);
}
