// The names the desk uses of CodeMirror; whatever is not named here is left out of the bundle.

export { Annotation, ChangeSet, EditorState, Prec, StateField, Transaction } from "@codemirror/state";
export { Decoration, EditorView, keymap } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { nextDiagnostic, setDiagnostics } from "@codemirror/lint";
export { diff } from "@codemirror/merge";
