import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FUNCTIONS = 10;

/**
 * Writes a TypeScript project: files of about 150 lines that import one another, of which a share creates HTTP
 * agents and is imported by a few others. The same for the same arguments.
 * @param {string} directory
 * @param {{ files: number, share: number }} size
 */
export function generate(directory, { files, share }) {
  const every = Math.round(1 / share);
  mkdirSync(join(directory, 'src'), { recursive: true });
  writeFileSync(
    join(directory, 'tsconfig.json'),
    '{ "compilerOptions": { "module": "nodenext", "strict": true } }\n',
  );
  let seed = 1;
  const random = (below) => {
    seed = (seed * 16807) % 2147483647;
    return seed % below;
  };
  for (let index = 0; index < files; index++) {
    const matters = index % every === 0;
    const imported = [random(files), random(files), random(files)];
    const text = [
      ...(matters ? ["import https from 'node:https';", "import axios from 'axios';"] : []),
      ...imported.map((from, nth) => `import { summarise${from}x0 as other${nth} } from './file${from}.js';`),
      ...(index % every === 1 ? [`import { load${index - 1} } from './file${index - 1}.js';`] : []),
      shape(index),
      ...Array.from({ length: FUNCTIONS }, (_, nth) => summary(index, nth)),
      ...(matters ? [loader(index)] : []),
      ...(index % every === 1 ? [controller(index)] : []),
    ].join('\n');
    writeFileSync(join(directory, 'src', `file${index}.ts`), text);
  }
}

const shape = (index) => `
export interface Resource${index} {
  id: number;
  name: string;
  labels: Readonly<Record<string, string>>;
  tags: readonly string[];
}
`;

const summary = (index, nth) => `
export function summarise${index}x${nth}(resource: Resource${index}, limit = ${nth + 2}): string[] {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(resource.labels)) {
    if (key.length > limit && !value.startsWith('-')) lines.push(\`\${key}=\${value}\`);
  }
  const total = { ...resource, count: lines.length };
  if (total.count > limit) return lines.filter((line) => line !== total.name);
  return [...lines, String(other${nth % 3}.length), ...resource.tags.map((tag) => tag.toUpperCase())];
}
`;

const loader = (index) => `
export async function load${index}(url: string): Promise<unknown> {
  const httpsAgent = new https.Agent({ keepAlive: true });
  const { data } = await axios.get(url, { httpsAgent });
  return data;
}
`;

const controller = (index) => `
export class Controller${index} {
  async reconcile(resource: Resource${index}): Promise<void> {
    await load${index - 1}(\`https://resources.internal/\${resource.id}\`);
  }
}
`;
