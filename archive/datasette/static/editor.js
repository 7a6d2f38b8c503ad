/* Turns the SQL box into Datasette's editor. Without scripts the plain text box works too. */
document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("textarea#sql-editor");
  if (!box || typeof CodeMirror === "undefined") return;
  const editor = CodeMirror.fromTextArea(box, {lineNumbers: true, mode: "text/x-sql", lineWrapping: true});
  editor.getInputField().setAttribute("aria-label", "SQL");
  editor.setOption("extraKeys", {"Shift-Enter": () => box.form.submit(), Tab: false});
  if (typeof cmResize !== "undefined") cmResize(editor, {resizableWidth: false});
});
