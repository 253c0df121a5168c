import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
} from 'vscode-languageserver-protocol/node';

/** Opens a folder in a language server, hears what it publishes of it at first, and ends it. */
export async function openFolder({ stdin, stdout }, folder, onDiagnostics) {
  const connection = createProtocolConnection(stdout, stdin);
  connection.onNotification(PublishDiagnosticsNotification.type, onDiagnostics);
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'project' }],
    capabilities: {},
  });
  await connection.sendNotification(InitializedNotification.type, {});
  // Its answer comes after what was published.
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
}
