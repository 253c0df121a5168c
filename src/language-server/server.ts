import { relative } from 'node:path';
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  WatchKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { name, version } from '../package.ts';
import { slashed, type OpenOptions } from '../scanner/find-project.ts';
import { UsageError } from '../usage-error.ts';
import type { Finding } from '../verdict/findings.ts';
import { diagnosticOf, plainDiagnosticOf, uriOf } from './diagnostics.ts';
import { Folders, pathOf } from './folders.ts';
import { parseEditorOptions } from './options.ts';
import { Pause } from './pause.ts';
import { quickFixes, wantsQuickFixes } from './quick-fixes.ts';
import type { Workspace, WorkspaceOptions } from './workspace.ts';

/** Typing goes on for so long before the project is linked anew. */
const PAUSE_MILLISECONDS = 200;

const WATCHERS = [
  {
    globPattern:
      '**/{*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte},package.json,[jt]sconfig*.json,conntrack.config.json,.gitignore}',
  },
  // Of a directory that comes or goes, some editors tell nothing of the files in it.
  { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
];

/** Serves the findings of whole projects over standard input and output, until the editor ends it. */
export function serve(options: OpenOptions): void {
  new Server(createConnection(ProposedFeatures.all, process.stdin, process.stdout), options).listen();
}

class Server {
  readonly #connection: Connection;
  readonly #options: OpenOptions;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #pause = new Pause(PAUSE_MILLISECONDS, () => {
    this.#publish();
  });
  /** What was published last, by path, as JSON. */
  readonly #published = new Map<string, string>();
  #folders: Folders | undefined;
  #watches = false;
  #showsRelated = false;
  #hasFolders = false;

  constructor(connection: Connection, options: OpenOptions) {
    this.#connection = connection;
    this.#options = options;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => {
      this.#begin();
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes)
        this.#change(uri, (workspace, path) => {
          workspace.changedOnDisk(path);
        });
    });
    connection.onCodeAction((params, token) => this.#codeActions(params, token));
    connection.onShutdown(() => {
      this.#pause.end();
    });
    this.#documents.onDidOpen(({ document: { uri } }) => {
      // Some editors forget what they were told of a document that was closed.
      const path = pathOf(uri);
      if (path !== undefined && this.#published.has(path)) this.#published.set(path, '');
    });
    this.#documents.onDidChangeContent(({ document }) => {
      this.#write(document);
    });
    this.#documents.onDidSave(({ document: { uri } }) => {
      // Not every editor that says so tells what others change: Helix tells of its own files only.
      this.#folders?.lookAgain();
      this.#change(uri, (workspace, path) => {
        workspace.changedOnDisk(path);
      });
      this.#pause.cutShort();
    });
    this.#documents.onDidClose(({ document: { uri } }) => {
      this.#change(uri, (workspace, path) => {
        workspace.close(path);
      });
    });
  }

  listen(): void {
    this.#documents.listen(this.#connection);
    this.#connection.listen();
  }

  #initialize({
    workspaceFolders,
    capabilities,
    initializationOptions,
    ...params
  }: InitializeParams): InitializeResult {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Some editors know nothing newer.
    const { rootUri } = params;
    const { workspace, textDocument } = capabilities;
    this.#folders = new Folders(
      { ...this.#options, ...this.#editorOptions(initializationOptions) },
      (error) => {
        this.#complain(error);
      },
    );
    for (const { uri } of workspaceFolders ?? (rootUri ? [{ uri: rootUri }] : [])) this.#folders.open(uri);
    this.#watches = workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    this.#hasFolders = workspace?.workspaceFolders ?? false;
    this.#showsRelated = textDocument?.publishDiagnostics?.relatedInformation ?? false;
    return {
      serverInfo: { name, version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        // An editor that knows commands only is offered none.
        ...(textDocument?.codeAction?.codeActionLiteralSupport && {
          codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        }),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  /** What is wrong with them is told, and changes nothing else. */
  #editorOptions(value: unknown): Pick<WorkspaceOptions, 'onlyAcrossFiles'> {
    try {
      return parseEditorOptions(value);
    } catch (error) {
      this.#complain(error);
      return { onlyAcrossFiles: false };
    }
  }

  #begin(): void {
    const { client, workspace, console } = this.#connection;
    if (this.#watches)
      this.#send(client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS }));
    if (this.#hasFolders)
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#folders?.close(uri);
        for (const { uri } of added) this.#folders?.open(uri);
        for (const document of this.#documents.all()) this.#write(document);
        this.#pause.begin();
      });
    if (this.#folders?.isEmpty) console.warn('No folder is open: there is no project to look at.');
    this.#publish();
  }

  #write(document: TextDocument): void {
    this.#change(document.uri, (workspace, path) => {
      workspace.write(path, document.getText());
    });
  }

  #change(uri: string, change: (workspace: Workspace, path: string) => void): void {
    const path = pathOf(uri);
    if (path === undefined) return;
    this.#folders?.change(path, (workspace) => {
      change(workspace, path);
    });
    this.#pause.begin();
  }

  /** Answers when typing has ended: the editor asks at each key, and what it asked before is void. */
  async #codeActions(
    { textDocument: { uri }, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    await this.#pause.over();
    const path = pathOf(uri);
    if (path === undefined || !this.#published.has(path)) return [];
    if (token.isCancellationRequested || !wantsQuickFixes(context.only)) return [];
    const found = this.#folders?.findings().get(path) ?? [];
    const workspace = this.#folders?.workspaceOf(path);
    if (!workspace) return [];
    const findings = found.map((finding) => ({
      finding,
      diagnostic: this.#diagnosticOf(finding),
      isSeenAlone: workspace.isSeenAlone(finding),
    }));
    return quickFixes({ uri, text: workspace.text(path), findings }, range);
  }

  #diagnosticOf(finding: Finding): Diagnostic {
    if (this.#showsRelated) return diagnosticOf(finding);
    const root = this.#folders?.workspaceOf(finding.place.path)?.root ?? '';
    return plainDiagnosticOf(finding, (path) => slashed(relative(root, path)));
  }

  /** Tells the editor what has changed since it was told last. */
  #publish(): void {
    const findings = this.#folders?.findings() ?? new Map<string, Finding[]>();
    for (const path of new Set([...this.#published.keys(), ...findings.keys()])) {
      const diagnostics = (findings.get(path) ?? []).map((finding) => this.#diagnosticOf(finding));
      const json = JSON.stringify(diagnostics);
      if (json === (this.#published.get(path) ?? '[]')) continue;
      if (diagnostics.length === 0) this.#published.delete(path);
      else this.#published.set(path, json);
      this.#send(this.#connection.sendDiagnostics({ uri: uriOf(path), diagnostics }));
    }
  }

  /** What can't be sent, because the editor is gone or wants none of it, is no reason to end. */
  #send(sent: Promise<unknown>): void {
    sent.catch(() => undefined);
  }

  #complain(error: unknown): void {
    const message = error instanceof UsageError ? error.message : `unexpected error: ${String(error)}`;
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
