/** Matches a quoted name of one of the modules, as every form of import spells it. */
export function mentionPattern(modules: readonly string[]): RegExp {
  const names = modules.map((module) => {
    const bare = escape(module.replace(/^node:/, '').replace(/\*$/, ''));
    const isCore = module.startsWith('node:');
    return `${isCore ? '(?:node:)?' : ''}${bare}${module.endsWith('*') ? '' : '[\'"`]'}`;
  });
  return new RegExp(`['"\`](?:${names.join('|')})`);
}

function escape(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
