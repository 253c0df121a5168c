import { type ClientCapabilities, CodeActionKind } from 'vscode-languageserver-protocol';

/** What the client tells servers that it can do: as much of what VS Code does as the tests need. */
export function clientCapabilities(pulls: boolean): ClientCapabilities {
  return {
    textDocument: {
      publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
      ...(pulls && { diagnostic: {} }),
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } },
      },
    },
    workspace: {
      applyEdit: true,
      configuration: true,
      diagnostics: { refreshSupport: true },
      workspaceEdit: { documentChanges: true },
      workspaceFolders: true,
    },
  };
}
