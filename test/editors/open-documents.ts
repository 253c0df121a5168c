import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocumentEdit, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver-protocol';

const LANGUAGES: Readonly<Record<string, string>> = {
  '.js': 'javascript',
  '.json': 'json',
  '.jsx': 'javascriptreact',
  '.ts': 'typescript',
  '.tsx': 'typescriptreact',
};

/** The documents that are open in an editor, by URI. */
export class OpenDocuments {
  readonly #documents = new Map<string, TextDocument>();

  open(uri: string, text: string): TextDocument {
    const document = TextDocument.create(uri, LANGUAGES[extname(uri)] ?? 'plaintext', 1, text);
    this.#documents.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.#documents.delete(uri);
  }

  versionOf(uri: string): number | undefined {
    return this.#documents.get(uri)?.version;
  }

  get(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  /** Gives a document another text. Returns its new version. */
  replace(uri: string, text: string): number {
    const document = this.get(uri);
    return TextDocument.update(document, [{ text }], document.version + 1).version;
  }

  /** The texts that an edit makes of documents, by URI. */
  edited({ changes = {}, documentChanges }: WorkspaceEdit): Map<string, string> {
    const edits = documentChanges?.map((change) => this.#editsOf(change)) ?? Object.entries(changes);
    return new Map(
      edits.map(([written, list]) => {
        const uri = sameUri(written);
        return [uri, TextDocument.applyEdits(this.get(uri), list)];
      }),
    );
  }

  #editsOf(change: NonNullable<WorkspaceEdit['documentChanges']>[number]): [string, TextEdit[]] {
    if (!TextDocumentEdit.is(change))
      throw new Error(`An editor that can't ${change.kind} files was asked to`);
    const { uri, version } = change.textDocument;
    if (version !== null && version !== this.versionOf(uri)) {
      throw new Error(`The edit is for version ${version} of ${uri}, which is gone`);
    }
    // Of the other kinds, snippets and annotations, the capabilities say nothing.
    return [uri, change.edits as TextEdit[]];
  }
}

/** Of the URIs of a file, the one that the client goes by. */
export function sameUri(uri: string): string {
  return pathToFileURL(fileURLToPath(uri)).href;
}
