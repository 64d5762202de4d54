// The names the desk uses of CodeMirror; whatever is not named here is left out of the bundle.

export { Annotation, Compartment, EditorState, Prec, StateEffect, StateField, Transaction } from "@codemirror/state";
export { Decoration, EditorView, keymap, placeholder, WidgetType } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
export { forEachDiagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
export { presentableDiff } from "@codemirror/merge";
