import { EventEmitter, once } from 'node:events';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  CodeAction,
  CodeActionRequest,
  CompletionRequest,
  ConfigurationRequest,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type FileChangeType,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  type Position,
  type Range,
  RegistrationRequest,
  ShowMessageNotification,
  ShutdownRequest,
  type WorkspaceEdit,
  type WorkspaceFolder,
} from 'vscode-languageserver-protocol/node';
import { clientCapabilities } from './client-capabilities.ts';
import { OpenDocuments, sameUri } from './open-documents.ts';
import { ServerProcess } from './server-process.ts';

export interface EditorOptions {
  /** What the editor opens of the root, by path below it; by default the root itself. */
  readonly folders?: readonly string[];
  /** Changes what the editor says that it can do. */
  readonly capabilities?: (usual: ClientCapabilities) => ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Writes a URI as the editor does: the same file has several. */
  readonly written?: (uri: string) => string;
}

interface Options extends EditorOptions {
  /** Documents and folders are named by their path below it. */
  readonly root: string;
  /** What the server gets for each section of the settings that it asks for. */
  readonly settings?: unknown;
  /** Whether the editor asks for diagnostics where the server answers that, as VS Code does, or waits for them. */
  readonly pulls?: boolean;
}

/** An editor without a screen: speaks the Language Server Protocol with one server over its standard streams. */
export class LanguageClient {
  readonly #root: string;
  readonly #server: ServerProcess;
  readonly #written: (uri: string) => string;
  /** What the server wants its user to read. */
  readonly messages: string[] = [];
  readonly #documents = new OpenDocuments();
  /** What the server said last of the current text of each document, by URI. */
  readonly #latest = new Map<string, Diagnostic[]>();
  /** Emits `diagnostics` when the server has published some, or wants to be asked again. */
  readonly #news = new EventEmitter().setMaxListeners(0);
  #pulls = false;

  /** Starts a server and opens a folder in it. Any failure, here and later, tells what the server wrote. */
  static async start(command: string, args: readonly string[], options: Options): Promise<LanguageClient> {
    const client = new LanguageClient(command, args, options);
    try {
      await client.#initialize(options);
      return client;
    } catch (error) {
      client.#server.kill();
      throw error;
    }
  }

  private constructor(command: string, args: readonly string[], { root, settings, written }: Options) {
    this.#root = root;
    this.#written = written ?? ((uri) => uri);
    this.#server = new ServerProcess(command, args, root);
    this.#listen(settings);
  }

  /** Opens a document with that text, whatever the file of that path holds. */
  async open(path: string, text: string): Promise<void> {
    const uri = this.#uri(path);
    const { languageId, version } = this.#documents.open(uri, text);
    this.#latest.delete(uri);
    await this.#server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.#written(uri), languageId, version, text },
    });
  }

  /** Tells that a document was saved. Writing the file is the caller's. */
  async save(path: string): Promise<void> {
    await this.#server.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: this.#written(this.#uri(path)) },
    });
  }

  /** Closes a document, whatever it holds. */
  async closeDocument(path: string): Promise<void> {
    const uri = this.#uri(path);
    this.#documents.close(uri);
    await this.#server.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.#written(uri) },
    });
  }

  /** Opens and closes folders of the root. */
  async changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
    const event = { added: added.map(this.#folder), removed: removed.map(this.#folder) };
    await this.#server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
  }

  /** Replaces the text of an open document, as typing does; nothing is saved. */
  async change(path: string, text: string): Promise<void> {
    await this.#replace(this.#uri(path), text);
  }

  /** Tells that a file has changed, come or gone, as an editor does that watches the folder. */
  async changedOnDisk(path: string, type: FileChangeType): Promise<void> {
    await this.#server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: this.#written(this.#uri(path)), type }],
    });
  }

  /** The text of an open document, or of a part of it. */
  text(path: string, range?: Range): string {
    return this.#documents.get(this.#uri(path)).getText(range);
  }

  /**
   * The diagnostics of a document for its current text, once they are as `expected`: a server that isn't ready
   * yet, or that looks at other files, too, may first say something else.
   */
  async diagnostics(path: string, expected: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const uri = this.#uri(path);
    return this.#server.answer(
      () => `the diagnostics of ${path}, at last ${JSON.stringify(this.#latest.get(uri))}`,
      this.#awaited(uri, expected),
    );
  }

  /** What the light bulb at a diagnostic offers. */
  async codeActions(path: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
    const offered = this.#server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.#written(this.#uri(path)) },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    const actions = (await this.#server.answer(() => `the code actions of ${path}`, offered)) ?? [];
    return actions.filter((one) => CodeAction.is(one));
  }

  /** What the editor lists at a place of a document. */
  async completions(path: string, position: Position): Promise<string[]> {
    const offered = this.#server.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: this.#written(this.#uri(path)) },
      position,
    });
    const listed = (await this.#server.answer(() => `the completions in ${path}`, offered)) ?? [];
    return (Array.isArray(listed) ? listed : listed.items).map(({ label }) => label);
  }

  /** Does what a click on a code action does: its edit, then its command, which may make the server ask for edits. */
  async apply({ title, edit, command }: CodeAction): Promise<void> {
    if (edit) await this.#edit(edit);
    if (command) {
      await this.#server.answer(
        () => title,
        this.#server.connection.sendRequest(ExecuteCommandRequest.type, command),
      );
    }
  }

  /** Ends the server as an editor does, and waits until it is gone. */
  async close(): Promise<void> {
    try {
      await this.#server.answer(() => 'shutdown', this.#server.connection.sendRequest(ShutdownRequest.type));
      await this.#server.connection.sendNotification(ExitNotification.type);
      await this.#server.exit();
    } finally {
      this.#server.kill();
    }
  }

  /** Is gone without a word, as an editor that crashed, and waits until the server is gone, too. */
  async vanish(): Promise<void> {
    this.#server.hangUp();
    await this.#server.exit();
  }

  async #initialize({
    pulls = true,
    folders = [''],
    capabilities: changed = (usual) => usual,
    initializationOptions,
  }: Options): Promise<void> {
    const initialized = this.#server.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- Editors still send it, and the type demands it.
      rootUri: this.#uri(''),
      workspaceFolders: folders.map(this.#folder),
      capabilities: changed(clientCapabilities(pulls)),
      initializationOptions,
    });
    const { capabilities } = await this.#server.answer(() => 'initialize', initialized);
    this.#pulls = pulls && capabilities.diagnosticProvider !== undefined;
    await this.#server.connection.sendNotification(InitializedNotification.type, {});
  }

  #listen(settings: unknown): void {
    this.#server.connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(() => settings ?? null),
    );
    this.#server.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.#server.connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.#news.emit('diagnostics');
    });
    this.#server.connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
      await this.#edit(edit);
      return { applied: true };
    });
    this.#server.connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.#server.note(`${message}\n`);
    });
    this.#server.connection.onNotification(ShowMessageNotification.type, ({ message }) => {
      this.messages.push(message);
    });
    this.#server.connection.onNotification(
      PublishDiagnosticsNotification.type,
      ({ uri: published, version, diagnostics }) => {
        const uri = sameUri(published);
        if (version !== undefined && version !== this.#documents.versionOf(uri)) return;
        this.#latest.set(uri, diagnostics);
        this.#news.emit('diagnostics');
      },
    );
    this.#server.connection.listen();
  }

  async #awaited(uri: string, expected: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    for (;;) {
      const news = once(this.#news, 'diagnostics');
      if (this.#pulls) await this.#pull(uri);
      const found = this.#latest.get(uri);
      if (found && expected(found)) return found;
      await news;
    }
  }

  async #pull(uri: string): Promise<void> {
    const report = await this.#server.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
    });
    if (report.kind !== DocumentDiagnosticReportKind.Full) {
      throw new Error('unchanged since an answer that it was not told of');
    }
    this.#latest.set(uri, report.items);
  }

  async #edit(edit: WorkspaceEdit): Promise<void> {
    for (const [uri, text] of this.#documents.edited(edit)) await this.#replace(uri, text);
  }

  async #replace(uri: string, text: string): Promise<void> {
    const version = this.#documents.replace(uri, text);
    this.#latest.delete(uri);
    await this.#server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.#written(uri), version },
      contentChanges: [{ text }],
    });
  }

  readonly #folder = (path: string): WorkspaceFolder => {
    const uri = this.#uri(path);
    return { uri, name: basename(uri) };
  };

  #uri(path: string): string {
    return pathToFileURL(join(this.#root, path)).href;
  }
}
