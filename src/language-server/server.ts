import { fileURLToPath } from 'node:url';
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { name, version } from '../package.ts';
import type { ScanResult } from '../scanner/project.ts';
import { UsageError } from '../usage-error.ts';
import type { Finding } from '../verdict/findings.ts';
import { diagnosticOf, uriOf } from './diagnostics.ts';
import { quickFixes } from './quick-fixes.ts';
import { Workspace } from './workspace.ts';

/** Typing goes on for so long before the project is linked anew. */
const PAUSE_MILLISECONDS = 200;

const WATCHED =
  '**/{*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte},package.json,[jt]sconfig*.json,conntrack.config.json,.gitignore}';

/** Serves the findings of whole projects over standard input and output, until the editor ends it. */
export function serve(): void {
  new Server(createConnection(ProposedFeatures.all, process.stdin, process.stdout)).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #documents = new TextDocuments(TextDocument);
  #workspaces: Workspace[] = [];
  #watches = false;
  #complaint: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What was published last, by URI, as JSON. */
  readonly #published = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      if (this.#watches)
        this.#send(
          connection.client.register(DidChangeWatchedFilesNotification.type, {
            watchers: [{ globPattern: WATCHED }],
          }),
        );
      this.#publish();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      this.#change(
        changes.map(({ uri }) => uri),
        (workspace, path) => {
          workspace.changedOnDisk(path);
        },
      );
    });
    connection.onCodeAction(({ textDocument: { uri }, range }) => {
      const text = this.#documents.get(uri)?.getText();
      return text === undefined ? [] : quickFixes(this.#findings().get(uri) ?? [], text, range);
    });
    connection.onShutdown(() => {
      clearTimeout(this.#timer);
    });
    this.#documents.onDidChangeContent(({ document }) => {
      this.#change([document.uri], (workspace, path) => {
        workspace.write(path, document.getText());
      });
    });
    this.#documents.onDidSave(() => {
      this.#publish();
    });
    this.#documents.onDidClose(({ document: { uri } }) => {
      this.#change([uri], (workspace, path) => {
        workspace.close(path);
      });
    });
  }

  listen(): void {
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #initialize({ workspaceFolders, capabilities, ...params }: InitializeParams): InitializeResult {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Some editors know nothing newer.
    const { rootUri } = params;
    const folders = workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri }]);
    this.#workspaces = folders.flatMap(({ uri }) => pathOf(uri) ?? []).map((path) => new Workspace(path));
    this.#watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    return {
      serverInfo: { name, version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  }

  #change(uris: readonly string[], change: (workspace: Workspace, path: string) => void): void {
    for (const path of uris.flatMap((uri) => pathOf(uri) ?? []))
      for (const workspace of this.#workspaces) if (workspace.concerns(path)) change(workspace, path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#publish();
    }, PAUSE_MILLISECONDS);
  }

  /** What can't be sent, because the editor is gone or wants none of it, is no reason to end. */
  #send(sent: Promise<unknown>): void {
    sent.catch(() => undefined);
  }

  /** Tells the editor what has changed since it was told last. */
  #publish(): void {
    clearTimeout(this.#timer);
    const findings = this.#findings();
    for (const uri of new Set([...this.#published.keys(), ...findings.keys()])) {
      const diagnostics = (findings.get(uri) ?? []).map(diagnosticOf);
      const json = JSON.stringify(diagnostics);
      if (json === (this.#published.get(uri) ?? '[]')) continue;
      if (diagnostics.length === 0) this.#published.delete(uri);
      else this.#published.set(uri, json);
      this.#send(this.#connection.sendDiagnostics({ uri, diagnostics }));
    }
  }

  #findings(): Map<string, Finding[]> {
    const byUri = new Map<string, Finding[]>();
    for (const finding of this.#workspaces.flatMap((one) => this.#resultOf(one)?.findings ?? [])) {
      const uri = uriOf(finding.place.path);
      byUri.set(uri, [...(byUri.get(uri) ?? []), finding]);
    }
    return byUri;
  }

  #resultOf(workspace: Workspace): ScanResult | undefined {
    try {
      const result = workspace.result();
      this.#complaint = undefined;
      return result;
    } catch (error) {
      this.#complain(error);
      return undefined;
    }
  }

  /** Once: the same will be wrong again with the next change. */
  #complain(error: unknown): void {
    const message = error instanceof UsageError ? error.message : `unexpected error: ${String(error)}`;
    if (message === this.#complaint) return;
    this.#complaint = message;
    // A notification: the request that window.showErrorMessage sends is one that not every editor answers.
    this.#send(
      this.#connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Error,
        message: `conntrack-scan: ${message}`,
      }),
    );
    if (!(error instanceof UsageError) && error instanceof Error)
      this.#connection.console.error(error.stack ?? message);
  }
}

/** Undefined for what is no file, such as a document that was never saved. */
function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}
