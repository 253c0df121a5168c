import { onTestFinished } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { EditorOptions } from './language-client.ts';
import { scanServer, type Session } from './servers.ts';

export const CLIENT = `import https from 'node:https';

export function connect() {
  return new https.Agent({ keepAlive: true });
}
`;
export const CALLED_ONCE = `import { connect } from './client.js';

const agent = connect();
export const used = () => agent;
`;
export const RECONCILING = `import { connect } from './client.js';

export async function reconcile() {
  const agent = connect();
  await fetch('https://example.com', { agent });
}
`;
export const MENDABLE = `import https from 'node:https';
import axios from 'axios';

export async function reconcile(url) {
  await axios.get(url, { httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 5 }) });
}
`;

export const BESIDE = RECONCILING.replace('./client.js', '../client.js');
export const isNone = (found: Diagnostic[]): boolean => found.length === 0;
export const isSome = (found: Diagnostic[]): boolean => found.length > 0;

interface Setup extends EditorOptions {
  /** Arguments beside --lsp. */
  readonly args?: readonly string[];
}

/** Starts the server in a folder with those files, for the time of the test. */
export async function start(
  files: Readonly<Record<string, string>>,
  { args = [], ...editor }: Setup = {},
): Promise<Session> {
  const session = await scanServer(files, args, editor);
  onTestFinished(session.end);
  return session;
}
