/** Matches a quoted name of one of the modules, as every form of import spells it. */
export function mentionPattern(modules: readonly string[]): RegExp {
  const names = modules.map((module) => {
    const bare = escape(module.replace(/^node:/, '').replace(/^\*|\*$/g, ''));
    const isCore = module.startsWith('node:');
    const before = module.startsWith('*') ? '[^\'"`\\n]*' : '';
    return `${isCore ? '(?:node:)?' : ''}${before}${bare}${module.endsWith('*') ? '' : '[\'"`]'}`;
  });
  return new RegExp(`['"\`](?:${names.join('|')})`);
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
